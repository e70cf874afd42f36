import js from "@eslint/js";
import globals from "globals";

export default [
    { ignores: ["**/lib/**", ".ej/**", "tools/**"] },
    {
        files: ["**/static/**/*.js"],
        languageOptions: {
            ecmaVersion: 2023,
            sourceType: "module",
            globals: { ...globals.browser, odoo: "readonly", luxon: "readonly" },
        },
        linterOptions: { reportUnusedDisableDirectives: "error" },
        rules: {
            ...js.configs.recommended.rules,
            complexity: ["error", 16],
            eqeqeq: "error",
            "max-len": ["error", { code: 150, ignoreStrings: true, ignoreUrls: true, ignoreTemplateLiterals: true }],
            "no-alert": "error",
            "no-console": ["error", { allow: ["warn", "error"] }],
            "no-eval": "error",
            "no-unused-vars": ["error", { args: "none", ignoreRestSiblings: true }],
            "no-var": "error",
            "object-shorthand": "error",
            "prefer-const": "error",
        },
    },
    { files: ["**/static/tests/**/*.js"], rules: { "no-console": "off" } },
];
