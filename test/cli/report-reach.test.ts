import { EMPTY, manyPlaces, place, reachOf, THREE_TIERS, THREE_TIERS_TYPES } from './reach-reports';
import { reachGraph } from '../../src/cli/report-reach-graph';
import { jsonReach } from '../../src/cli/report-reach-json';
import { placeGraph } from '../../src/cli/report-reach-layout';
import { mermaidReach } from '../../src/cli/report-reach-mermaid';
import { LARGEST_GRAPH, reachParts } from '../../src/cli/report-reach-parts';
import { textReach } from '../../src/cli/report-reach-text';
import { COLORED } from '../../src/cli/terminal-colors';
import { CUT_KINDS, ReachReport } from '../../src/reach/reach-report';

const typeOf = (id: string) => THREE_TIERS_TYPES[id];
const OTHER = reachOf([place('AppInstance', { path: ['AppInstance', 'ProdData'] })], { bucket: 'Logs', internet: { anonymous: 'reaches', anyAwsAccount: 'unknown' } });

describe('text', () => {
  const lines = (...reports: ReachReport[]) => textReach(reports).split('\n');

  test('what gets in comes first, then what is unknown, then what is cut, each with its path and reason', () => {
    expect(textReach([THREE_TIERS])).toBe(`bucket ProdData
  internet: anonymous cut, any AWS account cut

  reaches (1 place)
    AppInstance (AWS::EC2::Instance)
      path:    AppInstance → AppSubnet → S3Endpoint → ProdData
      via:     gateway endpoint
      actions: s3:GetObject, s3:ListBucket

  unknown (1 place)
    NightlyReport (AWS::Lambda::Function)
      path:    NightlyReport → DataSubnet → S3Endpoint → ProdData
      via:     gateway endpoint
      may:     s3:GetObject
      unknown: The parameter ReportRoleArn decides which role the function has.

  cut (1 place)
    WebInstance (AWS::EC2::Instance)
      path:    WebInstance → WebSubnet → WebNat ✕ ProdDataPolicy
      via:     NAT gateway
      cut by:  bucket policy, at ProdDataPolicy: statement 0 (OnlyEndpoint) denies s3:* where aws:SourceVpce is not
               S3Endpoint
      also by: identity, at WebRole: no policy of the role allows s3:GetObject, s3:PutObject or s3:ListBucket

  assumptions
    - The account has no service control policy that denies Amazon S3.
    - Instances resolve the Regional endpoint of Amazon S3 with the DNS server of their VPC.

1 reaches, 1 unknown, 1 cut of 3 places`);
  });

  test('200 places are one line of reasons each at most, for what is the same is said once', () => {
    const report = manyPlaces(200);
    const text = lines(report);
    expect(text.length).toBeLessThan(2 * report.places.length);
    expect(report.places.filter(({ id }) => !textReach([report]).includes(id))).toEqual([]);
    expect(text).toContain('  cut (147 places: 32 by route, 30 by network ACL, 31 by endpoint policy, 31 by bucket policy, 23 by identity)');
    expect(text.filter((line) => line.includes('OnlyFromTheEndpoint'))).toHaveLength(1);
  });

  test.each<[string, ReachReport[], string]>([
    ['one bucket', [EMPTY], '0 reach, 0 unknown, 0 cut of 0 places'],
    ['several buckets', [THREE_TIERS, OTHER], '2 reach, 1 unknown, 1 cut of 4 paths to 2 buckets'],
    ['no bucket', [], '0 reach, 0 unknown, 0 cut of 0 paths to 0 buckets'],
  ])('the last line is the summary: %s', (_, reports, summary) => {
    expect(lines(...reports).pop()).toBe(summary);
  });

  test('marks change nothing but the look', () => {
    // eslint-disable-next-line no-control-regex
    expect(textReach([THREE_TIERS, OTHER, EMPTY], COLORED).replace(/\u001b\[\d+m/g, '')).toBe(textReach([THREE_TIERS, OTHER, EMPTY]));
  });

  test('what a terminal would obey is spelled out', () => {
    const evil = 'a\u001b[2Jb\nc';
    const text = textReach([reachOf([place(evil, { type: evil, path: [evil, evil], cuts: [{ at: evil, kind: 'route', reason: evil }] }), place(`${evil}2`, { unknowns: [evil] })], { bucket: evil, assumptions: [evil] })]);
    expect(text).not.toContain('\u001b');
    expect(text).not.toMatch(/^c/m);
  });
});

describe('JSON', () => {
  test('is one object for one bucket, with the keys of the manual in their order', () => {
    const { bucket, internet, places, assumptions, ...rest } = JSON.parse(jsonReach([THREE_TIERS]));
    expect({ bucket, internet, assumptions, rest }).toEqual({ bucket: 'ProdData', internet: { anonymous: 'cut', anyAwsAccount: 'cut' }, assumptions: THREE_TIERS.assumptions, rest: {} });
    expect(Object.keys(places[0])).toEqual(['id', 'type', 'verdict', 'via', 'actions', 'path', 'cut', 'cuts', 'unknowns']);
    expect(places).toEqual(THREE_TIERS.places);
    expect(places[1].cut).toBeNull();
  });

  test('is a list of them for several, and for none', () => {
    expect(JSON.parse(jsonReach([THREE_TIERS, OTHER])).map(({ bucket }: ReachReport) => bucket)).toEqual(['ProdData', 'Logs']);
    expect(jsonReach([])).toBe('[]');
  });
});

describe('the graph', () => {
  const graphOf = (report: ReachReport) => reachGraph(report, report.places.map((one) => [one]), typeOf, false);

  test('a hop that paths share is drawn once, and what passes there for one passes', () => {
    const { nodes, edges } = graphOf(THREE_TIERS);
    expect(nodes.filter(({ title }) => title === 'S3Endpoint')).toEqual([{ key: 'id S3Endpoint', kind: 'hop', title: 'S3Endpoint', ids: ['S3Endpoint'], type: 'AWS::EC2::VPCEndpoint' }]);
    expect(edges.filter(({ from }) => from === 'id S3Endpoint').map(({ kind }) => kind).sort()).toEqual(['leads', 'passes']);
  });

  test.each<[string, readonly string[]]>([
    ['with both ends', ['App', 'Subnet', 'ProdData']],
    ['without the place', ['Subnet', 'ProdData']],
    ['without the bucket', ['App', 'Subnet']],
    ['without both', ['Subnet']],
  ])('a path is the same %s', (_, path) => {
    expect(graphOf(reachOf([place('App', { path })])).edges.map(({ from, to, kind }) => [from, to, kind])).toEqual([['id App', 'id Subnet', 'passes'], ['id Subnet', 'id ProdData', 'passes']]);
  });

  test.each(CUT_KINDS)('a cut of kind %s stands between what passes and the bucket, in words, and nothing passes there', (kind) => {
    const { nodes, edges } = graphOf(reachOf([place('App', { path: ['App', 'Subnet'], cuts: [{ at: 'X', kind, reason: 'R' }] })]));
    const [cut] = nodes.filter((node) => node.kind === 'cut');
    expect(cut).toMatchObject({ ids: ['X'], reason: 'R' });
    expect(cut.title).toMatch(/^✕ cut: (route|security group|network ACL|endpoint policy|bucket policy|Block Public Access|access point|identity)$/);
    expect(edges.map(({ from, to, kind: edge }) => [from, to, edge])).toEqual([['id App', 'id Subnet', 'leads'], ['id Subnet', cut.key, 'leads'], [cut.key, 'id ProdData', 'missing']]);
  });

  test('a place that is on the path of another is one node, and keeps its type', () => {
    const { nodes } = graphOf(reachOf([place('App', { path: ['App', 'Proxy', 'ProdData'] }), place('Proxy', { type: 'AWS::EC2::Instance', path: ['Proxy', 'ProdData'] })]));
    expect(nodes.filter(({ title }) => title === 'Proxy')).toMatchObject([{ kind: 'place', type: 'AWS::EC2::Instance' }]);
  });

  test('a large picture comes in parts that a reader can take in, and leaves no place out', () => {
    const report = manyPlaces(200);
    const parts = reachParts(report, typeOf);
    expect(parts.map(({ graph }) => graph.nodes.length).filter((count) => count > LARGEST_GRAPH)).toEqual([]);
    expect(new Set(parts.flatMap(({ graph }) => graph.nodes.filter(({ kind }) => kind === 'place').flatMap(({ ids }) => ids)))).toEqual(
      new Set([...report.places.map(({ id }) => id), 'anonymous', 'any AWS account']));
    expect(parts.reduce((sum, { places }) => sum + places, 0)).toBe(200);
  });
});

describe('the layout', () => {
  test.each<[string, ReachReport]>([['three places', THREE_TIERS], ['no places', EMPTY], ['200 places', manyPlaces(200)]])('of %s: no two nodes overlap, and all is in the picture', (_, report) => {
    for (const { graph } of reachParts(report, typeOf)) {
      const { nodes, edges, width, height } = placeGraph(graph);
      const overlap = nodes.flatMap((a, i) => nodes.slice(i + 1).filter((b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height));
      expect(overlap).toEqual([]);
      expect([...nodes, ...nodes.map(({ x, y, ...node }) => ({ x: x + node.width, y: y + node.height })), ...edges.flatMap(({ points }) => points)]
        .filter(({ x, y }) => x < 0 || y < 0 || x > width || y > height)).toEqual([]);
    }
  });

  test('paths in a circle are laid out, too', () => {
    const report = reachOf([place('A', { path: ['A', 'B', 'C', 'A', 'B'] }), place('B', { path: ['B', 'A', 'B'] }), place('C', { path: ['C', 'C', 'C'] })]);
    expect(placeGraph(reachGraph(report, report.places.map((one) => [one]), typeOf, true)).nodes).toHaveLength(6);
  });
});

describe('Mermaid', () => {
  test('says the cut in words, and shows it by shape and line', () => {
    expect(mermaidReach([reachOf([place('App', { path: ['App', 'Subnet'], via: 'natGateway', cuts: [{ at: 'Acl', kind: 'networkAcl', reason: 'no "reply"' }] })])], typeOf)).toBe(`flowchart LR
  subgraph b0p0["Bucket ProdData"]
    direction LR
    b0p0n0["App<br/>AWS::Lambda::Function"]:::place
    b0p0n1("Subnet"):::hop
    b0p0n2{{"✕ cut: network ACL<br/>Acl<br/>no #34;reply#34;"}}:::cut
    b0p0n3[("ProdData<br/>AWS::S3::Bucket")]:::bucket
    b0p0n4["Internet<br/>anonymous<br/>any AWS account"]:::place
    b0p0n5{{"✕ cut"}}:::cut
    b0p0n0 --> b0p0n1
    b0p0n1 --x|"NAT gateway"| b0p0n2
    b0p0n2 -.-> b0p0n3
    b0p0n4 --x b0p0n5
    b0p0n5 -.-> b0p0n3
  end
  classDef place stroke-width:1px
  classDef hop stroke-width:1px
  classDef cut stroke-width:2px,stroke-dasharray:5 4
  classDef unknown stroke-width:2px,stroke-dasharray:2 3
  classDef bucket stroke-width:3px`);
  });

  test.each(['"]; click x "javascript:alert(1)"', '<img src=x onerror=alert(1)>', '`**b**`', '#quot;', '%%{init: {}}%%', 'a\n  end\nb', '&lt;'])('%s in any text is text', (hostile) => {
    const text = mermaidReach([reachOf([place(hostile, { type: hostile, path: [hostile, `2${hostile}`], cuts: [{ at: hostile, kind: 'route', reason: hostile }] })], { bucket: hostile })]);
    const isLabel = /"(?:[\p{L}\p{N} .,:/✕→×-]|#\d+;|<br\/>)*"/gu;
    expect(text.replace(isLabel, '')).toMatch(/^[\w\s[\](){}|:=.,>-]*$/);
    expect(text.split('\n').filter((line) => line.trim() === 'end')).toHaveLength(1);
  });

  test('node names are given once', () => {
    const names = [...mermaidReach([THREE_TIERS, OTHER, manyPlaces(200)]).matchAll(/^ {4}(\w+)[[({]/gm)].map(([, name]) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(50);
  });
});
