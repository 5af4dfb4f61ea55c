Describe 'Archive' {
    BeforeAll {
        Mock Invoke-RestMethod { @{ full_name = 'octo-org/api' } } -ParameterFilter { $Uri -eq 'https://api.github.com/orgs/octo-org/repos' }
    }
    It 'calls once' {
        Should -Invoke Invoke-RestMethod -Times 1
        $expected = 'https://api.github.com/repos/octo-org/api'
        $expected | Should -Be "https://api.github.com/repos/octo-org/api"
    }
}
