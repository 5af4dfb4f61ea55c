// Package child runs a command so that its calls to GitHub go through a proxy: it makes
// the files and the environment that lead clients there, passes on signals, and, on
// Linux, can leave the command no other way to the network.
package child
