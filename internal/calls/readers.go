package calls

import (
	"github.com/patctl/patctl/internal/calls/golang"
	"github.com/patctl/patctl/internal/calls/javascript"
	"github.com/patctl/patctl/internal/calls/operations"
	"github.com/patctl/patctl/internal/calls/powershell"
	"github.com/patctl/patctl/internal/calls/python"
	"github.com/patctl/patctl/internal/calls/reading"
	"github.com/patctl/patctl/internal/calls/ruby"
	"github.com/patctl/patctl/internal/calls/shell"
	"github.com/patctl/patctl/internal/calls/workflow"
)

// readerOf is the reader of a language; nil: it is read as any other text. A reader
// takes every text and does not fail.
func readerOf(language Language) func(text string) reading.Reading {
	switch language {
	case JavaScript:
		return javascript.Read
	case GraphQL:
		return operations.File
	case Workflow:
		return readWorkflow
	case Pipeline:
		return readPipeline
	case Python:
		return python.Read
	case Go:
		return golang.Read
	case PowerShell:
		return powershell.Read
	case Ruby:
		return ruby.Read
	case Shell:
		return shell.Read
	}
	return nil
}

func readWorkflow(text string) reading.Reading {
	return workflow.Read(text, workflow.Scripts{
		Shell: shell.Read, PowerShell: scriptReader(PowerShell), Python: scriptReader(Python), JavaScript: javascript.ReadScript, GraphQL: operations.Read,
	})
}

// scriptReader is the reader of a language, or what reads every text.
func scriptReader(language Language) func(string) reading.Reading {
	if read := readerOf(language); read != nil {
		return read
	}
	return readText
}
