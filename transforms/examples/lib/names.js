// @ts-check
// Shared by scripts of this folder: import { withoutAccents } from './lib/names.js';

/** Letters that no normal form takes apart. */
const LETTERS = { ß: 'ss', ø: 'o', Ø: 'O', æ: 'ae', Æ: 'Ae', œ: 'oe', Œ: 'Oe', ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ð: 'd', Ð: 'D', þ: 'th', Þ: 'Th', ı: 'i' };

/**
 * Åsa Strauß becomes Asa Strauss.
 * @param {string} text
 */
export function withoutAccents(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[ßøØæÆœŒłŁđĐðÐþÞı]/g, letter => LETTERS[/** @type {keyof typeof LETTERS} */ (letter)]);
}
