" Indents what is between brackets. A line indents by one level at most, however
" many brackets it opens, as in `jsonencode({`.
if exists('b:did_indent')
  finish
endif
let b:did_indent = 1

setlocal indentexpr=PatctlIndent()
setlocal indentkeys=0{,0},0(,0),0[,0],!^F,o,O
setlocal nolisp nosmartindent
let b:undo_indent = 'setlocal indentexpr< indentkeys< lisp< smartindent<'

if exists('*PatctlIndent')
  finish
endif

" The text of a line without strings and comments, whose brackets don't count.
function! s:code(line) abort
  let l:text = substitute(getline(a:line), '"\%(\\.\|[^"\\]\)*"', '', 'g')
  return substitute(l:text, '\s*\%(#\|//\|/\*\).*$', '', '')
endfunction

" How many more brackets a text opens than it closes.
function! s:opened(text) abort
  return len(substitute(a:text, '[^[{(]', '', 'g')) - len(substitute(a:text, '[^]})]', '', 'g'))
endfunction

" Whether a line begins in a heredoc or in a comment that began before it.
function! s:continues(line) abort
  let l:name = synIDattr(synID(a:line, 1, 0), 'name')
  return l:name =~# '^patctl\%(Heredoc\|Delimiter\)$' || l:name ==# 'patctlComment' && getline(a:line) !~# '^\s*\%(#\|//\|/\*\)'
endfunction

function! PatctlIndent() abort
  if s:continues(v:lnum)
    return -1
  endif
  let l:before = prevnonblank(v:lnum - 1)
  while l:before > 0 && s:continues(l:before)
    let l:before = prevnonblank(l:before - 1)
  endwhile
  if l:before == 0
    return 0
  endif
  " Brackets that begin the line before have already reduced its indentation.
  let l:opened = s:opened(substitute(s:code(l:before), '^[]})[:space:]]*', '', ''))
  let l:closes = s:code(v:lnum) =~# '^\s*[]})]'
  let l:levels = (l:opened > 0) - (l:opened < 0) - l:closes
  return max([0, indent(l:before) + l:levels * shiftwidth()])
endfunction
