/** The pages of docs by task, in the order in which a user needs them. Every page of docs is in it, which a test checks. */
export const NAVIGATION: readonly (readonly [section: string, pages: readonly string[]])[] = [
  ['Start', ['languages.md', 'faq.md', 'purposes.md', 'properties.md', 'verification.md', 'threat-model.md']],
  ['Access', ['perimeters.md', 'grants.md', 'websites.md']],
  ['Data', ['access-logs.md', 'durability.md']],
  ['Monitoring', ['alarms.md', 'access-insights.md', 'runbook.md']],
  ['Checks', ['checks.md', 'easing-in.md', 'check.md', 'compare.md']],
  ['Existing buckets', [
    'existing-buckets.md', 'adopt.md', 'guides/from-s3-bucket.md', 'guides/from-secure-bucket-constructs.md', 'guides/from-solutions-constructs.md', 'guides/from-terraform.md', 'guides/from-hand-made-buckets.md',
  ]],
  ['Accounts', ['watch.md', 'watch-reports.md', 'audit.md', 'repairs.md']],
  ['Reachability', ['reachability.md', 'reach.md', 'who-can.md', 'reachability-places.md']],
  ['Policies', ['policies.md', 'policy-reasoning.md', 's3-actions.md']],
  ['Background', [
    'limits.md', 'decisions/0001-a-trust-zone-is-an-intersection.md', 'decisions/0002-a-network-is-not-an-identity.md', 'decisions/0003-verdicts-over-outcomes.md',
    'decisions/0004-a-perimeter-lets-its-owner-in.md', 'decisions/0005-a-probe-is-what-a-broken-client-does-not-do.md', 'decisions/0006-names-of-the-public-api.md', 'decisions/0007-the-site-works-from-a-folder.md',
  ]],
];
