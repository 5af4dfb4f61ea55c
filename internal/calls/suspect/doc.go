// Package suspect finds what a line of any text may call beside the calls that are
// read: methods of libraries, addresses of the API, commands, actions, sentences. It
// names what is known of them, so that nothing that may call GitHub is passed over.
package suspect
