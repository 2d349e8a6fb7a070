import { Claim, Evidence, Invariant, InvariantVerdict, isKept, WhoCanRow } from '../../src/reach/invariant';
import { judgeInvariants } from '../../src/reach/judge-invariants';
import { PlaceReport, ReachReport } from '../../src/reach/reach-report';
import { place, reachOf } from '../cli/reach-reports';

const CUT = place('Web', { path: ['Web', 'Subnet'], cuts: [{ at: 'Acl', kind: 'networkAcl', reason: 'rule 90 denies the reply' }] });
const READS = place('App', { path: ['App', 'Endpoint', 'Data'], via: 'gatewayEndpoint', actions: ['s3:GetObject'] });
const BY_NAT = place('App', { path: ['App', 'Nat', 'Data'], via: 'natGateway', actions: ['s3:GetObject'] });
const PERHAPS = place('Job', { path: ['Job', 'Endpoint', 'Data'], unknowns: ['the parameter Role decides it'], actions: ['s3:GetObject'] });

const THROUGH: Claim = { kind: 'onlyThrough', hops: ['Endpoint'] };
const BY: Claim = { kind: 'onlyBy', principals: ['Team', 'arn:aws:iam::111122223333:role/ops'] };
const INTERNET: Claim = { kind: 'notFromInternet' };
const from = (name: string, expect: 'cut' | 'reaches'): Claim => ({ kind: 'from', place: name, expect });

function judge(claim: Claim, report: Partial<ReachReport>, evidence: Evidence = {}, changes: Partial<Invariant> = {}) {
  const [answer] = judgeInvariants([{ bucket: 'Data', actions: [], allowUnknown: false, claim, ...changes }], [reachOf([], { bucket: 'Data', ...report })], evidence);
  return answer;
}

const allPaths = (...paths: PlaceReport[]): Evidence => ({ pathsTo: () => paths });
const row = (principal: string, changes: Partial<WhoCanRow> = {}): WhoCanRow => ({ principal, actions: ['s3:GetObject'], certainty: 'yes', ...changes });
const whoCan = (...rows: WhoCanRow[]): Evidence => ({ whoCan: () => rows });
const READ = ['s3:GetObject'];
const WRITE = ['s3:PutObject'];
const open = (anonymous: ReachReport['internet']['anonymous'], anyAwsAccount = anonymous) => ({ internet: { anonymous, anyAwsAccount } });

type Row = [string, InvariantVerdict, Claim, Partial<ReachReport>, Evidence?, string[]?];

const ROWS: Row[] = [
  ['nothing gets in over the internet', 'holds', INTERNET, { places: [READS] }],
  ['anonymous requests get in', 'broken', INTERNET, open('reaches')],
  ['any account gets in', 'broken', INTERNET, open('cut', 'reaches')],
  ['it is not known whether any account gets in', 'unknown', INTERNET, open('cut', 'unknown')],

  ['the only path is through the endpoint', 'holds', THROUGH, { places: [READS, CUT] }, allPaths(READS)],
  ['no place gets in', 'holds', THROUGH, { places: [CUT] }, allPaths()],
  ['no place gets in, and no other path is known', 'holds', THROUGH, { places: [CUT] }],
  ['there is another path', 'broken', THROUGH, { places: [READS] }, allPaths(READS, BY_NAT)],
  ['the best path is another one', 'broken', THROUGH, { places: [BY_NAT] }],
  ['the best path is through the endpoint, and others are not known', 'unknown', THROUGH, { places: [READS] }],
  ['another path may pass', 'unknown', THROUGH, { places: [READS] }, allPaths(READS, place('App', { path: ['App', 'Nat', 'Data'], unknowns: ['?'] }))],
  ['a path through the endpoint may pass', 'holds', THROUGH, { places: [PERHAPS] }, allPaths(PERHAPS)],
  ['the internet is no endpoint', 'broken', THROUGH, open('reaches'), allPaths()],
  ['the other path reads, and writing is asked for', 'holds', THROUGH, { places: [BY_NAT] }, allPaths(BY_NAT), WRITE],
  ['the best path reads, and writing is asked for', 'unknown', THROUGH, { places: [BY_NAT] }, {}, WRITE],
  ['over the internet something passes, and reading is asked for', 'unknown', THROUGH, open('reaches'), allPaths(), READ],

  ['a role of the templates is named as reports name it', 'holds', BY, {}, whoCan(row('arn:aws:iam::<AWS::AccountId>:role/<Team>', { id: 'Team' }))],
  ['a role of the templates is named by its ARN', 'holds', BY, {}, whoCan(row('arn:aws:iam::111122223333:role/ops', { id: 'Ops' }))],
  ['only the named get in', 'holds', BY, {}, whoCan(row('Team'), row('arn:aws:iam::111122223333:role/ops'))],
  ['no one has access', 'holds', BY, {}, whoCan()],
  ['someone else gets in', 'broken', BY, {}, whoCan(row('Team'), row('Other'))],
  ['an ARN that ends like a name is someone else', 'broken', BY, {}, whoCan(row('arn:aws:iam::999988887777:role/Team'))],
  ['someone else may get in', 'unknown', BY, {}, whoCan(row('Other', { certainty: 'unknown' }))],
  ['someone else writes, and reading is asked for', 'holds', BY, {}, whoCan(row('Other', { actions: WRITE })), READ],
  ['someone else may do all, and reading is asked for', 'broken', BY, {}, whoCan(row('Other', { actions: ['s3:*'] })), READ],
  ['someone else may do some, and reading is asked for', 'broken', BY, {}, whoCan(row('Other', { actions: ['S3:Get*'] })), READ],
  ['who gets in is not known, and no place does', 'unknown', BY, { places: [CUT] }],
  ['who gets in is not known, and a place does as someone else', 'broken', BY, { places: [READS] }, { rolesOf: () => ['Other'] }],
  ['who gets in is not known, and a place does as one of two', 'unknown', BY, { places: [READS] }, { rolesOf: () => ['Other', 'Team'] }],
  ['who gets in is not known, and anybody does over the internet', 'broken', BY, open('reaches')],

  ['a place is cut', 'holds', from('Web', 'cut'), { places: [CUT] }],
  ['a place reaches it', 'broken', from('App', 'cut'), { places: [READS] }],
  ['a place may reach it', 'unknown', from('Job', 'cut'), { places: [PERHAPS] }],
  ['a place reads, and must not write', 'unknown', from('App', 'cut'), { places: [READS] }, {}, WRITE],
  ['a place reads, and must not write, and all is known', 'holds', from('App', 'cut'), { places: [READS] }, allPaths(READS), WRITE],
  ['a place has a second path', 'broken', from('App', 'cut'), { places: [CUT, READS] }, allPaths(READS, BY_NAT)],
  ['a place that is to reach it does', 'holds', from('App', 'reaches'), { places: [READS] }],
  ['a place that is to reach it is cut', 'broken', from('Web', 'reaches'), { places: [CUT] }],
  ['a place that is to reach it may', 'unknown', from('Job', 'reaches'), { places: [PERHAPS] }],
  ['a place that is to read and write reads', 'broken', from('App', 'reaches'), { places: [READS] }, allPaths(READS), [...READ, ...WRITE]],
  ['a place that is to read and write does each on another path', 'holds', from('App', 'reaches'), { places: [READS] }, allPaths(READS, { ...BY_NAT, actions: WRITE }), [...READ, ...WRITE]],
  ['a place is not there', 'misused', from('Ap', 'cut'), { places: [READS] }],
];

// Written out, because jest takes a parameter that a row does not fill for a callback, and waits for it.
test.each(ROWS.map(([name, verdict, claim, report, evidence = {}, actions = []]) => ({ name, verdict, claim, report, evidence, actions })))('$name: $verdict', ({ verdict, claim, report, evidence, actions }) => {
  expect(judge(claim, report, evidence, { actions }).verdict).toBe(verdict);
});

test.each<[string, Claim, Partial<ReachReport>, Evidence, object]>([
  ['an endpoint that is passed by', THROUGH, { places: [BY_NAT] }, {}, {
    message: 'App reaches Data on a path without Endpoint', path: ['App', 'Nat', 'Data'], request: 's3:GetObject on Data from App',
  }],
  ['a cut that is not wanted', from('Web', 'reaches'), { places: [CUT] }, {}, {
    message: 'Web does not reach Data; rule 90 denies the reply', path: ['Web', 'Subnet', '✕ Acl'], request: 's3:* on Data from Web',
  }],
  ['what is not known', from('Job', 'cut'), { places: [PERHAPS] }, {}, {
    message: 'whether Job reaches Data is not known; the parameter Role decides it', path: ['Job', 'Endpoint', 'Data'], request: 's3:GetObject on Data from Job',
  }],
  ['the internet', INTERNET, open('reaches', 'cut'), {}, {
    message: 'anonymous requests over the internet reach Data', path: ['internet', 'Data'], request: 's3:* on Data by an anonymous caller, directly over the internet',
  }],
  ['a principal, with the path of its place', BY, { places: [READS] }, { ...whoCan(row('Other')), rolesOf: () => ['Other'] }, {
    message: 'Other is not Team or arn:aws:iam::111122223333:role/ops, and gets into Data', path: ['App', 'Endpoint', 'Data'], request: 's3:GetObject on Data by Other',
  }],
])('a problem has a path and a request: %s', (_, claim, report, evidence, expected) => {
  expect(judge(claim, report, evidence).problems[0]).toMatchObject(expected);
});

test('a request that is known is shown', () => {
  const request = { principal: { AWS: 'arn:aws:iam::111122223333:role/other' }, action: 's3:GetObject', resource: 'arn:aws:s3:::data/x', context: {} };
  expect(judge(from('App', 'cut'), { places: [READS] }, { requestOf: () => request }).problems[0].request).toEqual(request);
  expect(judge(BY, {}, whoCan(row('Other', { request }))).problems[0].request).toEqual(request);
});

describe('names', () => {
  const REPORTS = [reachOf([place('A/App')], { bucket: 'A/Data' }), reachOf([], { bucket: 'B/Data' }), reachOf([], { bucket: 'B/Logs' })];
  const named = (bucket: string) => judgeInvariants([{ bucket, actions: [], allowUnknown: true, claim: INTERNET }], REPORTS)[0];

  test.each<[string, InvariantVerdict, string | undefined]>([
    ['A/Data', 'holds', undefined],
    ['Logs', 'holds', undefined],
    ['Data', 'misused', 'bucket Data is in several templates: write A/Data or B/Data'],
    ['Lgos', 'misused', 'no template has the bucket Lgos; did you mean Logs?'],
    ['C/Data', 'misused', 'no template has the bucket C/Data; did you mean A/Data?'],
    ['Quarterly', 'misused', 'no template has the bucket Quarterly'],
  ])('%s: %s', (name, verdict, message) => {
    const answer = named(name);
    expect([answer.verdict, answer.problems[0]?.message]).toEqual([verdict, message]);
  });

  test('a place is found without its template, as the bucket is', () => {
    expect(judgeInvariants([{ bucket: 'A/Data', actions: [], allowUnknown: false, claim: from('App', 'reaches') }], REPORTS)[0].verdict).toBe('holds');
  });

  test('what is misused does not pass, whatever may be unknown', () => {
    expect(isKept(named('Lgos'))).toBe(false);
  });
});

test('unknown passes only where it may', () => {
  expect([true, false].map((allowUnknown) => isKept(judge(from('Job', 'cut'), { places: [PERHAPS] }, {}, { allowUnknown })))).toEqual([true, false]);
  expect(isKept(judge(from('App', 'cut'), { places: [READS] }, {}, { allowUnknown: true }))).toBe(false);
});
