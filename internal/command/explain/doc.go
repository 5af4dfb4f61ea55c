// Package explain is the command explain: which permissions calls need.
package explain
