;;; patctl-mode.el --- Major modes for the files of patctl  -*- lexical-binding: t; -*-

;; Author: The patctl authors
;; URL: https://github.com/patctl/patctl
;; Version: 0.1.0
;; Package-Requires: ((emacs "28.1"))
;; Keywords: languages, tools
;; SPDX-License-Identifier: Apache-2.0

;;; Commentary:

;; patctl declares GitHub's fine-grained personal access tokens as templates
;; in HCL files.  This file has a major mode for each kind of its files, with
;; comments, indentation, and colors, and registers the language server
;; `patctl lsp' with Eglot and lsp-mode.
;;
;;   (require 'patctl-mode)
;;   (add-hook 'patctl-mode-hook #'eglot-ensure) ; or #'lsp-deferred

;;; Code:

(require 'syntax)

(defgroup patctl nil
  "Files of patctl, which declares personal access tokens for GitHub."
  :group 'languages
  :link '(url-link "https://github.com/patctl/patctl"))

(defcustom patctl-lsp-command '("patctl" "lsp")
  "The program of the language server, and its arguments."
  :type '(repeat string))

(defcustom patctl-indent-offset 2
  "The number of columns of a level.  `patctl fmt' writes 2."
  :type 'natnum
  :safe #'natnump)

;;;; Strings and comments

(defvar patctl-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?# "< b" table)
    (modify-syntax-entry ?\n "> b" table)
    (modify-syntax-entry ?/ ". 124b" table)
    (modify-syntax-entry ?* ". 23" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?_ "_" table)
    (modify-syntax-entry ?- "_" table)
    (dolist (operator '(?= ?< ?> ?! ?& ?| ?? ?: ?% ?+ ?$))
      (modify-syntax-entry operator "." table))
    table)
  "The syntax of HCL, except for what expressions in strings need.")

(defconst patctl--heredoc
  "<<-?\\([[:alpha:]_][[:alnum:]_-]*\\)$")

(defun patctl--string-end (end)
  "Move from after a quotation mark to the end of its string, before END.
A string can contain expressions, whose strings have quotation
marks of their own.  Those are marked as punctuation."
  (let ((open '(string)) ; what has begun here, the innermost first
        (skipped nil))
    (while (and open (< (point) end) (not (eolp)))
      (let ((in-string (eq (car open) 'string)))
        (cond
         ((and in-string (looking-at "\\\\.\\|\\$\\$\\|%%"))
          (goto-char (match-end 0)))
         ((and in-string (looking-at "[$%]{"))
          (push 'expression open)
          (goto-char (match-end 0)))
         ((eq (char-after) ?\")
          (if in-string (pop open) (push 'string open))
          (when open (push (point) skipped))
          (forward-char))
         ((and (not in-string) (eq (char-after) ?{))
          (push 'expression open)
          (forward-char))
         ((and (not in-string) (eq (char-after) ?}))
          (pop open)
          (forward-char))
         (t (forward-char)))))
    (unless open
      (dolist (mark skipped)
        (put-text-property mark (1+ mark) 'syntax-table (string-to-syntax "."))))))

(defun patctl--heredoc-end (begin tag)
  "Mark the heredoc from BEGIN to the line TAG as a string."
  (when (re-search-forward (concat "^[ \t]*" (regexp-quote tag) "$") nil t)
    (put-text-property begin (1+ begin) 'syntax-table (string-to-syntax "|"))
    (put-text-property (1- (point)) (point) 'syntax-table (string-to-syntax "|"))
    (put-text-property begin (point) 'syntax-multiline t)))

(defun patctl--syntax-propertize (start end)
  "Find the strings and heredocs between START and END."
  (goto-char start)
  (while (and (< (point) end)
              (re-search-forward (concat "\"\\|" patctl--heredoc) end t))
    (let ((begin (match-beginning 0))
          (tag (match-string-no-properties 1)))
      (unless (save-excursion (nth 8 (syntax-ppss begin)))
        (if tag
            (patctl--heredoc-end begin tag)
          (patctl--string-end (line-end-position)))))))

;;;; Colors

(defun patctl--match-interpolation (limit)
  "Find the next expression in a string before LIMIT."
  (let ((found nil))
    (while (and (not found)
                (re-search-forward "[^$%]\\([$%]{[^{}\n]*}\\)" limit t))
      (setq found (save-match-data
                    (nth 3 (save-excursion (syntax-ppss (match-beginning 1)))))))
    found))

(defvar patctl-font-lock-keywords
  `((,(rx bol (* blank) (group (any alpha "_") (* (any alnum "_-")))
          (* (+ blank) (or (seq "\"" (* (not (any "\"\n"))) "\"")
                           (seq (any alpha "_") (* (any alnum "_-")))))
          (* blank) "{")
     1 font-lock-keyword-face)
    (,(rx symbol-start (group (any alpha "_") (* (any alnum "_-")))
          (* blank) "=" (or eol (not (any "=>"))))
     1 font-lock-variable-name-face)
    (,(rx symbol-start (group (or "var" "local" "each" "self" "template" "module" "path"))
          (any ".["))
     1 font-lock-builtin-face)
    (,(rx symbol-start (group (any alpha "_") (* (any alnum "_-"))) "(")
     1 font-lock-function-name-face)
    (,(rx symbol-start (or "true" "false" "null") symbol-end)
     . font-lock-constant-face)
    (,(rx symbol-start (or "for" "in" "if" "else" "endif" "endfor") symbol-end)
     . font-lock-keyword-face)
    (,(rx symbol-start
          (or "string" "number" "bool" "any" "list" "set" "map" "object" "tuple" "optional")
          symbol-end)
     . font-lock-type-face)
    (patctl--match-interpolation 1 font-lock-variable-name-face prepend))
  "What `patctl-mode' colors.  Blocks and arguments are found by their place.")

;;;; Indentation

(defun patctl--indentation ()
  "Return the column of the current line, or nil in a string or comment."
  (save-excursion
    (back-to-indentation)
    (let* ((state (syntax-ppss))
           (bracket (nth 1 state)))
      (cond
       ((nth 8 state) nil)
       ((null bracket) 0)
       (t (let ((closes (looking-at "[]})]")))
            (goto-char bracket)
            (+ (current-indentation) (if closes 0 patctl-indent-offset))))))))

(defun patctl-indent-line ()
  "Indent the current line by one level more than that of its bracket."
  (let ((column (patctl--indentation))
        (from-end (- (point-max) (point))))
    (if (null column)
        'noindent
      (indent-line-to column)
      (when (> (- (point-max) from-end) (point))
        (goto-char (- (point-max) from-end))))))

;;;; Modes

;;;###autoload
(define-derived-mode patctl-mode prog-mode "patctl"
  "Major mode for the templates of patctl, in *.pat.hcl files."
  (setq-local comment-start "# ")
  (setq-local comment-end "")
  (setq-local comment-start-skip "\\(?:#+\\|//+\\|/\\*+\\)[ \t]*")
  (setq-local indent-tabs-mode nil)
  (setq-local tab-width 2)
  (setq-local indent-line-function #'patctl-indent-line)
  (setq-local electric-indent-chars (append "]})" electric-indent-chars))
  (setq-local syntax-propertize-function #'patctl--syntax-propertize)
  (add-hook 'syntax-propertize-extend-region-functions
            #'syntax-propertize-multiline nil t)
  (setq-local imenu-generic-expression
              '((nil "^\\([[:alpha:]_]+\\(?: +\"[^\"\n]*\"\\)*\\) *{" 1)))
  (setq-local font-lock-defaults '(patctl-font-lock-keywords)))

;;;###autoload
(define-derived-mode patctl-test-mode patctl-mode "patctl-test"
  "Major mode for the test cases of patctl, in *.pattest.hcl files.")

;;;###autoload
(define-derived-mode patctl-vars-mode patctl-mode "patctl-vars"
  "Major mode for the values of variables, in *.patvars files.")

;;;###autoload
(progn
  (add-to-list 'auto-mode-alist '("\\.pat\\.hcl\\'" . patctl-mode))
  (add-to-list 'auto-mode-alist '("\\.pattest\\.hcl\\'" . patctl-test-mode))
  (add-to-list 'auto-mode-alist '("\\.patvars\\'" . patctl-vars-mode)))

;;;; The language server

(defvar eglot-server-programs)
(defvar lsp-language-id-configuration)
(declare-function lsp-register-client "ext:lsp-mode" (client))
(declare-function lsp-stdio-connection "ext:lsp-mode" (command &optional test-command))
(declare-function make-lsp-client "ext:lsp-mode" (&rest arguments))

(defun patctl--command (&rest _)
  "Return the command that starts the language server."
  patctl-lsp-command)

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               '(((patctl-test-mode :language-id "patctl-test")
                  (patctl-vars-mode :language-id "patctl-vars")
                  (patctl-mode :language-id "patctl"))
                 . patctl--command)))

(defun patctl--lsp-serves-p (file-name mode)
  "Return whether the server is for FILE-NAME, or for a buffer in MODE.
The files in JSON have a mode that other files have, too."
  (or (provided-mode-derived-p mode 'patctl-mode)
      (and file-name
           (string-match-p "\\.pat\\(?:vars\\)?\\.json\\'" file-name))))

(with-eval-after-load 'lsp-mode
  (dolist (language '((patctl-test-mode . "patctl-test")
                      (patctl-vars-mode . "patctl-vars")
                      (patctl-mode . "patctl")))
    (add-to-list 'lsp-language-id-configuration language))
  (lsp-register-client
   (make-lsp-client :new-connection (lsp-stdio-connection #'patctl--command)
                    :activation-fn #'patctl--lsp-serves-p
                    :add-on? t
                    :server-id 'patctl)))

(provide 'patctl-mode)
;;; patctl-mode.el ends here
