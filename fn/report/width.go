package report

import (
	"strings"
	"unicode"
)

// showable reports whether a terminal prints the code point and does nothing
// else. Bidirectional controls, which make text look like other text, are not:
// https://trojansource.codes
func showable(r rune) bool {
	switch {
	case unicode.Is(unicode.Cc, r), r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069:
		return false
	}
	return true
}

// Printable makes a text safe to print in one line.
func Printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		if !showable(r) {
			return '\ufffd'
		}
		return r
	}, s)
}

// wide are the ranges that terminals show in two columns.
// https://www.unicode.org/reports/tr11/ (W and F)
var wide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{0x1100, 0x115F, 1}, {0x231A, 0x231B, 1}, {0x23E9, 0x23EC, 1}, {0x2614, 0x2615, 1}, {0x2648, 0x2653, 1},
		{0x26A1, 0x26A1, 1}, {0x2705, 0x2705, 1}, {0x2728, 0x2728, 1}, {0x274C, 0x274C, 1}, {0x2753, 0x2755, 1},
		{0x2E80, 0x303E, 1}, {0x3041, 0x33FF, 1}, {0x3400, 0x4DBF, 1}, {0x4E00, 0x9FFF, 1}, {0xA000, 0xA4CF, 1},
		{0xA960, 0xA97C, 1}, {0xAC00, 0xD7A3, 1}, {0xF900, 0xFAFF, 1}, {0xFE30, 0xFE6F, 1}, {0xFF00, 0xFF60, 1},
		{0xFFE0, 0xFFE6, 1},
	},
	R32: []unicode.Range32{
		{0x16FE0, 0x18AFF, 1}, {0x1B000, 0x1B2FB, 1}, {0x1F18E, 0x1F18E, 1}, {0x1F191, 0x1F19A, 1}, {0x1F200, 0x1F320, 1},
		{0x1F32D, 0x1F335, 1}, {0x1F337, 0x1F393, 1}, {0x1F3A0, 0x1F3CA, 1}, {0x1F3E0, 0x1F3F0, 1}, {0x1F3F8, 0x1F43E, 1},
		{0x1F440, 0x1F440, 1}, {0x1F442, 0x1F4FC, 1}, {0x1F4FF, 0x1F53D, 1}, {0x1F550, 0x1F567, 1}, {0x1F5FB, 0x1F64F, 1},
		{0x1F680, 0x1F6C5, 1}, {0x1F6D0, 0x1F6D2, 1}, {0x1F6EB, 0x1F6FC, 1}, {0x1F7E0, 0x1F7EB, 1}, {0x1F90C, 0x1F9FF, 1},
		{0x1FA70, 0x1FAFF, 1}, {0x20000, 0x3FFFD, 1},
	},
}

// runeWidth is the number of columns a code point takes.
func runeWidth(r rune) int {
	switch {
	case r < 0x300:
		return 1
	case unicode.In(r, unicode.Mn, unicode.Me) || r >= 0x200B && r <= 0x200F || r == 0xFEFF:
		return 0
	case unicode.Is(wide, r):
		return 2
	}
	return 1
}
