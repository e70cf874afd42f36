/**
 * A UUID of version 7: milliseconds of the clock, then random bits. Operations made one after another
 * stand together in the index of the evidence, whatever its size, instead of all over it. Made by
 * hand: `crypto.randomUUID` is there in secure contexts only, while a college's own server may be
 * reached by plain http inside its network.
 */
export function uuid() {
    const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
    let moment = Date.now();
    for (let place = 5; place >= 0; place--) {
        bytes[place] = moment % 256;
        moment = Math.floor(moment / 256);
    }
    bytes[6] = (bytes[6] & 0x0f) | 0x70;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
