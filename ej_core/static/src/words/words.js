import { translatedTerms } from "@web/core/l10n/translation";
import { session } from "@web/session";

/**
 * Texts of the browser in the institution's words, as the server does it for menus and views:
 * whole texts are replaced (a school reads «Урок», «Класс»). It is done once, when the web client
 * takes in the translations of an addon; showing a text costs what it did before.
 */

/**
 * Return the terms of an addon with the words in place of the common ones.
 *
 * @param {Object<string, string>} terms source → translation
 * @param {Object<string, string>} words text → text in the institution's words, in the language
 *  of the person; in English the source is the text.
 */
export function reworded(terms, words) {
    const result = { ...words };
    for (const [source, text] of Object.entries(terms)) {
        result[source] = words[text] ?? text;
    }
    return result;
}

/**
 * Let the terms of the addons be reworded whenever they are set: the web client may set them
 * twice, from its store and then from the server.
 *
 * @param {{addons: string[], words: Object<string, string>}} [given] of the session; absent where
 *  the common words serve
 * @param {Object} [target] the terms of all addons
 */
export function speak(given, target = translatedTerms) {
    for (const addon of given?.addons || []) {
        let terms = reworded(target[addon] || {}, given.words);
        Object.defineProperty(target, addon, {
            configurable: true,
            enumerable: true,
            get: () => terms,
            set: (value) => {
                terms = reworded(value, given.words);
            },
        });
    }
}

speak(session.ej_words);
