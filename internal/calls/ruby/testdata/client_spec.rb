# frozen_string_literal: true

require 'webmock/rspec'

RSpec.describe Triage do
  before do
    stub_request(:get, 'https://api.github.com/repos/octo-org/api/issues').to_return(body: '[]')
    allow(client).to receive(:create_issue).and_return(double(number: 1))
  end

  it 'lists' do
    expect(a_request(:get, 'https://api.github.com/user')).to have_been_made
    get '/repos/octo-org/api'
    expect(url).to eq("https://api.github.com/repos/octo-org/api")
  end
end
