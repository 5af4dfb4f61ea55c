package protocol

// Kinds of items of a completion, as the specification numbers them.
const (
	CompletionFunction  = 3
	CompletionField     = 5
	CompletionVariable  = 6
	CompletionClass     = 7
	CompletionModule    = 9
	CompletionProperty  = 10
	CompletionValue     = 12
	CompletionKeyword   = 14
	CompletionSnippet   = 15
	CompletionReference = 18
	CompletionConstant  = 21
)

// CompletionList are the items at a position.
type CompletionList struct {
	IsIncomplete bool             `json:"isIncomplete"`
	Items        []CompletionItem `json:"items"`
}

// CompletionItem is one thing that can be put at a position.
type CompletionItem struct {
	Label            string    `json:"label"`
	Kind             int       `json:"kind,omitempty"`
	Detail           string    `json:"detail,omitempty"`
	Documentation    *Markup   `json:"documentation,omitempty"`
	SortText         string    `json:"sortText,omitempty"`
	FilterText       string    `json:"filterText,omitempty"`
	InsertTextFormat int       `json:"insertTextFormat,omitempty"` // 1 plain, 2 snippet
	TextEdit         *TextEdit `json:"textEdit,omitempty"`
}

// Hover is what is known about a place.
type Hover struct {
	Contents Markup `json:"contents"`
	Range    *Range `json:"range,omitempty"`
}

// SignatureHelp are the parameters of the function at a position.
type SignatureHelp struct {
	Signatures      []Signature `json:"signatures"`
	ActiveSignature int         `json:"activeSignature"`
	ActiveParameter int         `json:"activeParameter"`
}

// Signature is a function with its parameters.
type Signature struct {
	Label         string      `json:"label"`
	Documentation *Markup     `json:"documentation,omitempty"`
	Parameters    []Parameter `json:"parameters"`
}

// Parameter is a parameter of a function; its label is a part of the signature's.
type Parameter struct {
	Label         string  `json:"label"`
	Documentation *Markup `json:"documentation,omitempty"`
}

// Kinds of symbols, as the specification numbers them.
const (
	SymbolModule   = 2
	SymbolClass    = 5
	SymbolProperty = 7
	SymbolFunction = 12
	SymbolVariable = 13
	SymbolConstant = 14
	SymbolObject   = 19
	SymbolKey      = 20
)

// DocumentSymbol is a thing in a document, with those in it.
type DocumentSymbol struct {
	Name           string           `json:"name"`
	Detail         string           `json:"detail,omitempty"`
	Kind           int              `json:"kind"`
	Range          Range            `json:"range"`
	SelectionRange Range            `json:"selectionRange"`
	Children       []DocumentSymbol `json:"children,omitempty"`
}

// SymbolInformation is a thing in a workspace.
type SymbolInformation struct {
	Name          string   `json:"name"`
	Kind          int      `json:"kind"`
	Location      Location `json:"location"`
	ContainerName string   `json:"containerName,omitempty"`
}

// SemanticTokens are the tokens of a document, five numbers each.
type SemanticTokens struct {
	Data []uint32 `json:"data"`
}

// DocumentLink is a text that leads somewhere.
type DocumentLink struct {
	Range   Range  `json:"range"`
	Target  string `json:"target"`
	Tooltip string `json:"tooltip,omitempty"`
}

// Command is something that the client asks the server to do.
type Command struct {
	Title     string `json:"title"`
	Command   string `json:"command"`
	Arguments []any  `json:"arguments,omitempty"`
}

// CodeLens is a line above a range.
type CodeLens struct {
	Range   Range    `json:"range"`
	Command *Command `json:"command,omitempty"`
}

// CodeAction is a change that the client offers.
type CodeAction struct {
	Title       string         `json:"title"`
	Kind        string         `json:"kind"` // "quickfix"
	Diagnostics []Diagnostic   `json:"diagnostics,omitempty"`
	IsPreferred bool           `json:"isPreferred,omitempty"`
	Edit        *WorkspaceEdit `json:"edit,omitempty"`
}

// InlayHint is a text that is shown at a position, and is not in the document.
type InlayHint struct {
	Position    Position `json:"position"`
	Label       string   `json:"label"`
	Tooltip     *Markup  `json:"tooltip,omitempty"`
	PaddingLeft bool     `json:"paddingLeft,omitempty"`
}

// Severities of diagnostics.
const (
	SeverityError   = 1
	SeverityWarning = 2
)

// Diagnostic is a mistake, or a warning, about a range.
type Diagnostic struct {
	Range           Range            `json:"range"`
	Severity        int              `json:"severity"`
	Code            string           `json:"code,omitempty"`
	CodeDescription *CodeDescription `json:"codeDescription,omitempty"`
	Source          string           `json:"source"` // "patctl"
	Message         string           `json:"message"`
}

// CodeDescription leads to a page about a code.
type CodeDescription struct {
	Href string `json:"href"`
}

// PublishDiagnostics are all diagnostics of a document.
type PublishDiagnostics struct {
	URI         string       `json:"uri"`
	Version     *int         `json:"version,omitempty"`
	Diagnostics []Diagnostic `json:"diagnostics"`
}
