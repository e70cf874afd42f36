"""The demonstration college: invented, the same at every loading but for the days it is laid
around.
"""
