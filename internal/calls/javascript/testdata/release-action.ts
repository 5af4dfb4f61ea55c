import * as core from '@actions/core'
import * as github from '@actions/github'
import type { GitHub } from '@actions/github/lib/utils'
import { readFileSync } from 'fs'
import { basename } from 'path'

type Client = InstanceType<typeof GitHub>

// octokit.rest.repos.deleteRelease is done by another action: it is no call here.
async function findRelease(client: Client, tag: string): Promise<number | undefined> {
  const { owner, repo } = github.context.repo
  try {
    const { data } = await client.rest.repos.getReleaseByTag({ owner, repo, tag }) // => GET /repos/{owner}/{repo}/releases/tags/{tag}
    return data.id
  } catch (error) {
    if ((error as { status?: number }).status === 404) return undefined
    throw error
  }
}

export async function run(): Promise<void> {
  const token = core.getInput('token', { required: true })
  const octokit = github.getOctokit(token)
  const { owner, repo } = github.context.repo
  const tag = core.getInput('tag') || github.context.ref.replace(/^refs\/tags\//, '')

  let id = await findRelease(octokit, tag)
  if (id === undefined) {
    const notes = await octokit.rest.repos.generateReleaseNotes({ // => POST /repos/{owner}/{repo}/releases/generate-notes
      owner,
      repo,
      tag_name: tag
    })
    const created = await octokit.rest.repos.createRelease({ // => POST /repos/{owner}/{repo}/releases
      owner,
      repo,
      tag_name: tag,
      body: notes.data.body,
      draft: core.getBooleanInput('draft')
    })
    id = created.data.id
  }

  for (const file of core.getMultilineInput('files')) {
    core.info(`octokit.rest.repos.uploadReleaseAsset(${file})`)
    await octokit.rest.repos.uploadReleaseAsset({ // => POST /repos/{owner}/{repo}/releases/{release_id}/assets
      owner,
      repo,
      release_id: id,
      name: basename(file),
      data: readFileSync(file) as unknown as string
    })
  }
  core.setOutput('id', id)
}
