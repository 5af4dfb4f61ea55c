package scan

// Language is what a scanner needs to know of a language.
type Language struct {
	LineComments []string
	// WordComments: a line comment begins only where no word is before it, as in shells.
	WordComments bool
	Blocks       []Block
	Quotes       []Quote // the longest opening first
	// Prefixes are the prefixes of strings, in lower case, with how they change a string; the quotes
	// with an Open of the same text are changed.
	Prefixes map[string]Prefix
	// Starts are bytes that begin a name beside letters and "_"; Ends may end one.
	Starts, Ends string
	Dashes       bool   // names have dashes: Invoke-RestMethod, -Uri
	Regexps      bool   // /.../ where an expression may begin
	Heredocs     bool   // <<~NAME
	Percents     bool   // %w[...]
	Elements     bool   // JSX: text between elements has apostrophes and addresses
	Continues    byte   // a line that ends with it goes on; 0: none
	EndMark      string // a line after which nothing is read: "__END__"
	Indented     bool   // blocks are seen by their indentation
	Lists        bool   // "const a = 1, b = 2" declares both
	// NamedArguments: "f(a=1)" assigns nothing.
	NamedArguments bool
	// Keywords, before a slash, do not end an expression: "return".
	Keywords map[string]bool
}

// Block is a comment from one mark to another.
type Block struct {
	Open, Close string
	Nested      bool
	LineStart   bool // both are at the beginning of a line
}

// Quote is a kind of string.
type Quote struct {
	Open, Close string
	Lines       bool   // it may go over lines
	Escape      byte   // 0: none
	Doubled     bool   // the closing quote twice is the quote
	Raw         bool   // an escape keeps the quote from closing and stays in the value, as in r"" of Python
	Expression  string // what opens an expression: "${"; "": nothing does
	Dollar      bool   // $name is an expression too, as in PowerShell
	Braces      bool   // a brace opens an expression, and two are a brace, as in f"" of Python
}

// Prefix is how a prefix changes a string.
type Prefix struct {
	Raw    bool
	Braces bool
}

func words(names ...string) map[string]bool {
	set := make(map[string]bool, len(names))
	for _, name := range names {
		set[name] = true
	}
	return set
}

// JavaScript is JavaScript and TypeScript, with JSX.
var JavaScript = &Language{
	LineComments: []string{"//"},
	Blocks:       []Block{{Open: "/*", Close: "*/"}},
	Quotes: []Quote{
		{Open: `"`, Close: `"`, Escape: '\\'},
		{Open: "'", Close: "'", Escape: '\\'},
		{Open: "`", Close: "`", Escape: '\\', Lines: true, Expression: "${"},
	},
	Starts:   "$#",
	Regexps:  true,
	Elements: true,
	Lists:    true,
	Keywords: words("return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "else", "do", "await", "yield", "instanceof", "default", "export"),
}

// Python is Python.
var Python = &Language{
	LineComments: []string{"#"},
	Quotes: []Quote{
		{Open: `"""`, Close: `"""`, Escape: '\\', Lines: true},
		{Open: "'''", Close: "'''", Escape: '\\', Lines: true},
		{Open: `"`, Close: `"`, Escape: '\\'},
		{Open: "'", Close: "'", Escape: '\\'},
	},
	Prefixes: map[string]Prefix{
		"r": {Raw: true}, "b": {}, "u": {}, "f": {Braces: true}, "t": {Braces: true},
		"rb": {Raw: true}, "br": {Raw: true}, "rf": {Raw: true, Braces: true}, "fr": {Raw: true, Braces: true},
	},
	Continues:      '\\',
	Indented:       true,
	NamedArguments: true,
}

// Go is Go.
var Go = &Language{
	LineComments: []string{"//"},
	Blocks:       []Block{{Open: "/*", Close: "*/"}},
	Quotes: []Quote{
		{Open: `"`, Close: `"`, Escape: '\\'},
		{Open: "`", Close: "`", Lines: true},
		{Open: "'", Close: "'", Escape: '\\'},
	},
}

// Ruby is Ruby.
var Ruby = &Language{
	LineComments: []string{"#"},
	Blocks:       []Block{{Open: "=begin", Close: "=end", LineStart: true}},
	Quotes: []Quote{
		{Open: `"`, Close: `"`, Escape: '\\', Lines: true, Expression: "#{"},
		{Open: "'", Close: "'", Escape: '\\', Lines: true},
		{Open: "`", Close: "`", Escape: '\\', Lines: true, Expression: "#{"},
	},
	Starts:         "@$",
	Ends:           "?!",
	Regexps:        true,
	Heredocs:       true,
	Percents:       true,
	Continues:      '\\',
	EndMark:        "__END__",
	Indented:       true,
	NamedArguments: true,
	Keywords:       words("return", "if", "unless", "when", "while", "until", "and", "or", "not", "puts", "then", "do", "else", "elsif", "in", "case", "yield"),
}

// PowerShell is PowerShell.
var PowerShell = &Language{
	LineComments: []string{"#"},
	WordComments: true,
	Blocks:       []Block{{Open: "<#", Close: "#>"}},
	Quotes: []Quote{
		{Open: `@"`, Close: "\n\"@", Escape: '`', Lines: true, Expression: "$(", Dollar: true},
		{Open: "@'", Close: "\n'@", Lines: true},
		{Open: `"`, Close: `"`, Escape: '`', Doubled: true, Lines: true, Expression: "$(", Dollar: true},
		{Open: "'", Close: "'", Doubled: true, Lines: true},
	},
	Starts:    "$",
	Dashes:    true,
	Continues: '`',
}
