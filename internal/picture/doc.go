// Package picture draws what a program prints on a terminal as an SVG image,
// and makes screenshots small. The pictures of the documentation are made with
// it; patctl itself does not contain it.
//
// It runs no program and opens no browser, and it is no terminal: of what a
// program sends beside text it knows colors and hyperlinks, and everything
// else is an error. So a picture shows what a reader would see, or is not made.
package picture
