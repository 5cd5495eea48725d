// Package input reads the inputs of the action, as action.yml at the root of the
// repository declares them and as @actions/core reads them: from variables named
// INPUT_ and the name in upper case, blanks around a value left out, an empty
// value the same as none. A wrong value is refused, and the message tells the
// allowed ones.
package input
