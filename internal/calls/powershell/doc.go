// Package powershell reads the calls of GitHub's API in scripts for PowerShell:
// Invoke-RestMethod and Invoke-WebRequest, with splatting, .NET's clients, commands of
// modules for GitHub by their names, gh, Git, and other commands that are run. It parses
// as much of the language as that takes; what a value is comes from the same file.
package powershell
