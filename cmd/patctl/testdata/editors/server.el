;;; What Emacs does with `patctl lsp' over Eglot.  TestEmacsServer runs it in a
;;; repository that has an example.  It waits for what it wants to see, and never for
;;; a time.

(require 'cl-lib)
(require 'package)
(package-initialize)
(require 'eglot)
(require 'patctl-mode)

(setq eglot-sync-connect 60
      eglot-autoshutdown nil
      eglot-confirm-server-initiated-edits nil
      eglot-report-progress nil
      make-backup-files nil
      create-lockfiles nil)

;; Eglot asks before it changes files that nobody has opened.
(fset 'y-or-n-p (lambda (&rest _) t))

(defun check (ok what got)
  (unless ok
    (princ (truncate-string-to-width (format "FAIL %s: %S" what got) 2000))
    (terpri)
    (kill-emacs 1)))

(defun eventually (what condition show)
  (let ((deadline (+ (float-time) 60)))
    (while (and (not (funcall condition)) (< (float-time) deadline))
      (accept-process-output nil 0.05)))
  (check (funcall condition) what (funcall show)))

(defun replace-first (before after)
  (goto-char (point-min))
  (search-forward before)
  (replace-match after t t)
  ;; What a command loop would do after a command.
  (eglot--signal-textDocument/didChange))

(defun problems ()
  (mapcar #'flymake-diagnostic-text (flymake-diagnostics)))

(defun has-problem (text)
  (cl-some (lambda (problem) (string-match-p text problem)) (problems)))

(defun at (before after)
  (goto-char (point-min))
  (search-forward (concat before after))
  (goto-char (+ (match-beginning 0) (length before))))

(defvar templates (find-file-noselect "templates.pat.hcl"))

(with-current-buffer templates
  (check (eq major-mode 'patctl-mode) "mode" major-mode)
  (apply #'eglot--connect (eglot--guess-contact))
  (check (eglot-current-server) "a server" nil)
  (unless (bound-and-true-p eglot--managed-mode) (eglot--maybe-activate-editing-mode))
  (check eglot--managed-mode "a managed buffer" nil)
  (flymake-mode 1)

  (replace-first "contents = \"read\"" "content = \"read\"")
  (flymake-start)
  (eventually "the diagnostic of a misspelled permission"
              (lambda () (has-problem "content")) #'problems)
  (goto-char (point-min))
  (search-forward "content = ")
  (let ((fixes (eglot-code-actions (line-beginning-position) (line-end-position) "quickfix" nil)))
    (check (string-match-p ":newText [^)]*contents" (format "%S" fixes)) "quick fixes" fixes))
  (replace-first "content = \"read\"" "contents = \"read\"")
  (eventually "no diagnostic" (lambda () (null (problems))) #'problems)

  (at "= local." "by_machine")
  (let* ((capf (eglot-completion-at-point))
         (candidates (all-completions "" (nth 2 capf))))
    (check (cl-some (lambda (c) (string-match-p "by_hand" c)) candidates) "completion" candidates))

  (at "= local." "by_machine")
  (let ((found (xref-backend-definitions 'eglot (xref-backend-identifier-at-point 'eglot))))
    (check (and found (string-match-p "locals\\.pat\\.hcl" (xref-location-group (xref-item-location (car found)))))
           "definition" found))

  (let ((before (buffer-string)))
    (replace-first "description  = " "description = ")
    (eglot-format-buffer)
    (check (equal before (buffer-string)) "formatting" (buffer-string)))

  (at "= local." "by_machine")
  (eglot-rename "by_robot")
  (eventually "the new name"
              (lambda () (not (string-match-p "by_machine" (buffer-string))))
              #'buffer-string))

(with-current-buffer (find-file-noselect "locals.pat.hcl")
  (check (string-match-p "by_robot = 90" (buffer-string)) "the definition of the new name" (buffer-string)))

(with-current-buffer templates
  (eglot-shutdown (eglot-current-server)))
(princ "passed\n")
(kill-emacs 0)
