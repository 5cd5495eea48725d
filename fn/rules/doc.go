// Package rules holds the rules, one file each, and the table of them.
//
// To add a rule: write its file, add its name to [All], and give it a folder of
// examples in testdata/rules. The examples are its tests and, with its Doc, its
// documentation.
package rules
