import { HttpClient, HttpHeaders } from '@angular/common/http';
import { Injectable, inject } from '@angular/core';
import { Observable, of } from 'rxjs';
import { environment } from '../environments/environment';

const GITHUB_API = 'https://api.github.com';

@Injectable({ providedIn: 'root' })
export class GithubService {
  private readonly http = inject(HttpClient);
  private reposUrl = `${GITHUB_API}/orgs/octo-org/repos`;

  repos(page = 1): Observable<Repo[]> {
    return this.http.get<Repo[]>(this.reposUrl, { params: { page } }); // => GET https://api.github.com/orgs/octo-org/repos
  }

  contributors(repo: string): Observable<User[]> {
    return this.http.get<User[]>(`${GITHUB_API}/repos/octo-org/${repo}/contributors`); // => GET https://api.github.com/repos/octo-org/{repo}/contributors
  }

  invite(repo: string, user: string) {
    const url = `${GITHUB_API}/repos/octo-org/${repo}/collaborators/${user}`;
    return this.http.put<void>(url, { permission: 'push' }, { headers: new HttpHeaders() }); // => PUT https://api.github.com/repos/octo-org/{repo}/collaborators/{user}
  }

  dynamic(path: string) {
    return this.http.get(`${environment.apiUrl}/${path}`); // ?> unreadable
  }
}
