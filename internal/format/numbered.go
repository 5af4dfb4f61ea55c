package format

import "fmt"

// Numbered is a list that holds each element once.
type Numbered[T comparable] struct {
	List   []T
	places map[T]int
}

// NewNumbered returns an empty list.
func NewNumbered[T comparable]() Numbered[T] { return Numbered[T]{[]T{}, map[T]int{}} }

// Place returns the place of an element in the list, at which it is from now on.
func (n *Numbered[T]) Place(element T) int {
	at, known := n.places[element]
	if !known {
		at = len(n.List)
		n.places[element] = at
		n.List = append(n.List, element)
	}
	return at
}

// NumberedRows is a list of lists that holds each once.
type NumberedRows[T any] struct {
	Rows [][]T
	keys Numbered[string] // the rows as text, since their lengths differ
}

// NewNumberedRows returns an empty list.
func NewNumberedRows[T any]() NumberedRows[T] {
	return NumberedRows[T]{[][]T{}, NewNumbered[string]()}
}

// Add returns the place of a row in the list, at which it is from now on.
func (n *NumberedRows[T]) Add(row []T) int {
	at := n.keys.Place(fmt.Sprint(row))
	if at == len(n.Rows) {
		n.Rows = append(n.Rows, row)
	}
	return at
}

// NewTexts returns a list of texts. Place 0 is no text.
func NewTexts() Numbered[string] {
	texts := NewNumbered[string]()
	texts.Place("")
	return texts
}
