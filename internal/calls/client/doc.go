// Package client reads the words of commands that call GitHub: curl, wget, HTTPie, gh,
// hub, Git, and the clients of package registries. It knows no shell: the words are
// those that a shell would pass, with ${NAME} for values that the text does not have.
package client
