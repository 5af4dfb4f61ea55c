" The colors of patctl's files, which are HCL. Names of blocks and arguments are
" found by where they are, so that new ones need no change here.
if exists('b:current_syntax')
  finish
endif
let s:cpo = &cpo
set cpo&vim

syntax case match
syntax sync minlines=200

syntax cluster patctlExpression contains=patctlString,patctlHeredoc,patctlNumber,patctlConstant,patctlRepeat,patctlFunction,patctlReference,patctlType,patctlOperator,patctlComment,patctlBraces

syntax match patctlBlock /^\s*\zs\h[[:alnum:]_-]*\ze\%(\s\+\%("[^"]*"\|\h[[:alnum:]_-]*\)\)*\s*{/
syntax match patctlArgument /\<\h[[:alnum:]_-]*\ze\s*=\%([^=>]\|$\)/
syntax match patctlOperator /[-+*\/%<>!?:]\|[=!<>]=\|=>\|&&\|||\|\.\.\./
syntax match patctlNumber /\<\d\+\%(\.\d\+\)\?\%([eE][-+]\?\d\+\)\?\>/
syntax match patctlFunction /\<\h[[:alnum:]_-]*\ze(/
syntax match patctlReference /\%(\.\)\@1<!\<\%(var\|local\|each\|self\|template\|module\|path\)\>\ze[.[]/
syntax keyword patctlType string number bool any list set map object tuple optional
syntax keyword patctlConstant true false null
syntax keyword patctlRepeat for in if else endif endfor

syntax match patctlEscape /\\[nrt"\\]\|\\u\x\{4}\|\\U\x\{8}\|\$\${\|%%{/ contained
syntax region patctlInterpolation matchgroup=patctlDelimiter start=/\%(\$\@1<!\$\|%\@1<!%\){\~\?/ end=/\~\?}/ contained contains=@patctlExpression
syntax region patctlBraces start=/{/ end=/}/ contained transparent contains=@patctlExpression,patctlArgument
syntax region patctlString start=/"/ skip=/\\./ end=/"/ oneline contains=patctlEscape,patctlInterpolation,@Spell
syntax region patctlHeredoc matchgroup=patctlDelimiter start=/<<-\?\z(\h[[:alnum:]_-]*\)$/ end=/^\s*\z1$/ contains=patctlInterpolation,@Spell

syntax keyword patctlTodo TODO FIXME XXX contained
syntax region patctlComment start=/#/ end=/$/ oneline contains=patctlTodo,@Spell
syntax region patctlComment start=+//+ end=/$/ oneline contains=patctlTodo,@Spell
syntax region patctlComment start=+/\*+ end=+\*/+ contains=patctlTodo,@Spell

highlight default link patctlBlock Structure
highlight default link patctlArgument Identifier
highlight default link patctlOperator Operator
highlight default link patctlNumber Number
highlight default link patctlFunction Function
highlight default link patctlReference Special
highlight default link patctlType Type
highlight default link patctlConstant Constant
highlight default link patctlRepeat Repeat
highlight default link patctlEscape SpecialChar
highlight default link patctlDelimiter Delimiter
highlight default link patctlString String
highlight default link patctlHeredoc String
highlight default link patctlTodo Todo
highlight default link patctlComment Comment

let b:current_syntax = 'patctl'
let &cpo = s:cpo
unlet s:cpo
