// Package delegate knows commands by what they hand their work to: the command behind
// them (sudo, xargs), a script in another file, a task of Make or npm, a tool that calls
// GitHub by itself. It knows no shell: the words are those that a shell would pass, with
// ${NAME} for values that the text does not have. It reads no files.
package delegate
