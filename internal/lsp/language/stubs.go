package language

import (
	"errors"
)

func (m *Module) PrepareRename(string, int) (Place, string, error) {
	return Place{}, "", errors.New("x")
}

type Edit struct {
	Place
	Text string
}

func (m *Module) Rename(string, int, string) ([]Edit, error) { return nil, nil }

type Link struct {
	Start, End int
	Target     string
	File       bool
	Tooltip    string
}

func (m *Module) Links(string) []Link { return nil }

type Symbol struct {
	Place
	Name      string
	Kind      int
	Container string
}

func (m *Module) WorkspaceSymbols(string) []Symbol { return nil }
