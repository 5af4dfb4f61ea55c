import os
import subprocess
import sys


def run(cmd):
    return subprocess.run(cmd, shell=True, check=True, capture_output=True)


def gh(*args):
    return subprocess.check_output(["gh", *args], text=True)


def main():
    subprocess.run(["gh", "pr", "create", "--fill"], check=True)  # CALL: gh pr create
    gh("release", "upload", "v1", "dist/api.tar.gz")  # CALL: gh release upload
    run("gh issue list --label bug | head -1")  # CALL: gh issue list
    os.system("curl -sS -X DELETE https://api.github.com/repos/octo-org/api/subscription")  # CALL: DELETE /repos/{owner}/{repo}/subscription
    cmd = ["git", "push", "https://github.com/octo-org/api", "HEAD"]
    subprocess.check_call(cmd)  # CALL: git push
    subprocess.run(["git", "status"])
    subprocess.run([sys.executable, "-m", "pip", "install", "requests"])
    subprocess.run(["gh", "api", "-X", "PATCH", f"repos/{sys.argv[1]}", "-f", "archived=true"])  # CALL: PATCH /repos/{owner}/{repo}
    print("run gh pr merge yourself")


main()
