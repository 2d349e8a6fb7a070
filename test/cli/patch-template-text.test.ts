import * as fs from 'node:fs';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { Json, JsonObject } from '../../src/adopt/json';
import { applyOperation, PatchOperation, valueAt } from '../../src/cli/patch-operation';
import { patchTemplateText } from '../../src/cli/patch-template-text';
import { readTemplateText } from '../../src/cli/read-template-text';

const at = (steps: string) => steps.split('.').map((step) => /^\d+$/.test(step) ? Number(step) : step);
const set = (steps: string, value: Json): PatchOperation => ({ path: at(steps), op: 'set', value });
const insert = (steps: string, value: Json): PatchOperation => ({ path: at(steps), op: 'insert', value });
const append = (steps: string, value: Json): PatchOperation => ({ path: at(steps), op: 'append', value });

function patch(text: string, ...operations: PatchOperation[]): string {
  const patched = patchTemplateText(text, operations);
  return patched.kind === 'patched' ? patched.text : `refused${patched.line === undefined ? '' : ` in line ${patched.line}`}: ${patched.reason}`;
}

const lines = (...text: string[]) => text.join('\n');
const crlf = (text: string) => text.replaceAll('\n', '\r\n');
const BUCKET = lines('Resources:', '  A:', '    Type: AWS::S3::Bucket', '');

describe('what is added stands where it belongs, as the text around is written', () => {
  test.each<[string, string, PatchOperation, string]>([
    ['a key', BUCKET, insert('Resources.A.DeletionPolicy', 'Retain'), `${BUCKET}    DeletionPolicy: Retain\n`],
    ['maps on the way', BUCKET, set('Resources.A.Properties.VersioningConfiguration.Status', 'Enabled'), `${BUCKET}    Properties:\n      VersioningConfiguration:\n        Status: Enabled\n`],
    ['no line break at the end', 'Resources:\n  A:\n    Type: T', insert('Resources.A.DeletionPolicy', 'Retain'), 'Resources:\n  A:\n    Type: T\n    DeletionPolicy: Retain'],
    ['CRLF', crlf(BUCKET), set('Resources.A.Properties.Tags', [{ Key: 'k' }]), crlf(`${BUCKET}    Properties:\n      Tags:\n        - Key: k\n`)],
    ['a byte order mark', `\uFEFF${BUCKET}`, insert('Resources.A.DeletionPolicy', 'Retain'), `\uFEFF${BUCKET}    DeletionPolicy: Retain\n`],
    ['behind ---', `%YAML 1.1\n---\n${BUCKET}...\n`, insert('Resources.A.DeletionPolicy', 'Retain'), `%YAML 1.1\n---\n${BUCKET}    DeletionPolicy: Retain\n...\n`],
    ['four spaces, and lists that are not indented', lines('Resources:', '    A:', '        Type: T', '        Properties:', '            Tags:', '            - Key: a', ''), set('Resources.A.Properties.L', [{ a: [1] }]),
      lines('Resources:', '    A:', '        Type: T', '        Properties:', '            Tags:', '            - Key: a', '            L:', '            - a:', '              - 1', '')],
    ['above the comments and empty lines that follow', `${BUCKET}\n  # of B\n  B:\n    Type: T\n`, insert('Resources.A.DeletionPolicy', 'Retain'), `${BUCKET}    DeletionPolicy: Retain\n\n  # of B\n  B:\n    Type: T\n`],
    ['below a comment in the line of the last value', 'Resources:\n  A:\n    Type: T # t\n', insert('Resources.A.DeletionPolicy', 'Retain'), 'Resources:\n  A:\n    Type: T # t\n    DeletionPolicy: Retain\n'],
    ['a comment right behind a quote', 'Resources:\n  A:\n    Type: "T"# t\n', insert('Resources.A.DeletionPolicy', 'Retain'), 'Resources:\n  A:\n    Type: "T"# t\n    DeletionPolicy: Retain\n'],
    ['a resource, with an empty line as between the others', 'Resources:\n  A:\n    Type: T\n\n  B:\n    Type: T\nOutputs: {}\n', insert('Resources.C', { Type: 'T' }), 'Resources:\n  A:\n    Type: T\n\n  B:\n    Type: T\n\n  C:\n    Type: T\nOutputs: {}\n'],
    ['behind a block of text', 'Resources:\n  A:\n    Type: |\n      T\n\n\n  B:\n    Type: T\n', insert('Resources.A.X', 1), 'Resources:\n  A:\n    Type: |\n      T\n    X: 1\n\n\n  B:\n    Type: T\n'],
    ['behind a block of text that keeps its empty lines', 'Resources:\n  A:\n    Type: |+\n      T\n\n  B:\n    Type: T\n', insert('Resources.A.X', 1), 'Resources:\n  A:\n    Type: |+\n      T\n\n    X: 1\n  B:\n    Type: T\n'],
    ['behind a block of text at the end', 'Resources:\n  A:\n    Type: >-\n      T', insert('Resources.A.X', 1), 'Resources:\n  A:\n    Type: >-\n      T\n    X: 1'],
    ['behind a text of several lines', 'Resources:\n  A:\n    Type: T\n      U\n', insert('Resources.A.X', 1), 'Resources:\n  A:\n    Type: T\n      U\n    X: 1\n'],
    ['behind a value in quotes that ends left of its key', "Resources:\n  A:\n    Type: 'T\n U'\n", insert('Resources.A.X', 1), "Resources:\n  A:\n    Type: 'T\n U'\n    X: 1\n"],
    ['behind a value that is empty', 'Resources:\n  A:\n    Type: # none\n  B: {}\n', insert('Resources.A.X', 1), 'Resources:\n  A:\n    Type: # none\n    X: 1\n  B: {}\n'],
    ['into a value that is empty', 'Resources:\n  A:\n    Properties: # none\n    Type: T\n', set('Resources.A.Properties.X', 1), 'Resources:\n  A:\n    Properties: # none\n      X: 1\n    Type: T\n'],
    ['into a null', 'Resources:\n  A:\n    Properties: ~\n', set('Resources.A.Properties.X', 1), 'Resources:\n  A:\n    Properties:\n      X: 1\n'],
    ['into empty brackets', 'Resources:\n  A:\n    Properties: {} # none\n', set('Resources.A.Properties.X', 1), 'Resources:\n  A:\n    Properties: # none\n      X: 1\n'],
    ['into an empty list', 'Resources:\n  A:\n    L: []\n', append('Resources.A.L', { a: 1, b: 2 }), 'Resources:\n  A:\n    L:\n      - a: 1\n        b: 2\n'],
    ['into a list', 'Resources:\n  A:\n    L:\n    - a\n    # last\n    M: 1\n', append('Resources.A.L', 'b'), 'Resources:\n  A:\n    L:\n    - a\n    - b\n    # last\n    M: 1\n'],
    ['into a list with items of their own lines', 'Resources:\n  A:\n    L:\n      -\n        a: 1\n', append('Resources.A.L', { a: 2 }), 'Resources:\n  A:\n    L:\n      -\n        a: 1\n      - a: 2\n'],
    ['into a list of lists', 'Resources:\n  A:\n    L:\n      - - a\n        - b\n', append('Resources.A.L.0', 'c'), 'Resources:\n  A:\n    L:\n      - - a\n        - b\n        - c\n'],
    ['into a map behind a dash', 'Resources:\n  A:\n    L:\n      - a: 1\n', set('Resources.A.L.0.b', { c: 2 }), 'Resources:\n  A:\n    L:\n      - a: 1\n        b:\n          c: 2\n'],
    ['into brackets', 'Resources: { A: { Type: T } }\n', insert('Resources.A.L', [{ a: 'x y' }]), 'Resources: { A: { Type: T, L: [{ a: x y }] } }\n'],
    ['into brackets with a comma at the end', 'Resources: { A: { Type: T, } }\n', insert('Resources.A.L', 1), 'Resources: { A: { Type: T, L: 1 } }\n'],
    ['into brackets of several lines with a comment', 'Resources: {\n  A: 1, # a\n  B: 2 # b\n}\n', insert('Resources.C', 3), 'Resources: {\n  A: 1, # a\n  B: 2, # b\n  C: 3\n}\n'],
    ['into JSON within YAML', 'Resources: {"A": {"Type":"T"}}\n', insert('Resources.A.L', { Ref: 'x' }), 'Resources: {"A": {"Type":"T", "L":{"Ref": "x"}}}\n'],
    ['into a list in brackets', 'Resources: { A: [a, b] }\n', append('Resources.A', 'c: d'), "Resources: { A: [a, b, 'c: d'] }\n"],
    ['with quotes of the file', 'Resources:\n  "A":\n    Type: "T"\n', insert('Resources.B', { Type: '2012-10-17' }), 'Resources:\n  "A":\n    Type: "T"\n  "B":\n    Type: "2012-10-17"\n'],
    ['short forms', `${BUCKET}Outputs:\n  O:\n    Value: !Ref A\n`, insert('Outputs.P', { Value: { 'Fn::GetAtt': ['A', 'Arn'] } }), `${BUCKET}Outputs:\n  O:\n    Value: !Ref A\n  P:\n    Value: !GetAtt A.Arn\n`],
    ['long forms', `${BUCKET}Outputs:\n  O:\n    Value:\n      Ref: A\n`, insert('Outputs.P', { Value: { Ref: 'A' } }), `${BUCKET}Outputs:\n  O:\n    Value:\n      Ref: A\n  P:\n    Value:\n      Ref: A\n`],
    ['a function in a function', BUCKET, insert('Resources.A.X', { 'Fn::Base64': { 'Fn::Sub': '${A}' } }), `${BUCKET}    X: !Base64\n      Fn::Sub: '\${A}'\n`],
    ['an item of a function', 'Resources:\n  A:\n    X: !Join [",", [a]]\n', append('Resources.A.X.Fn::Join.1', 'b'), 'Resources:\n  A:\n    X: !Join [",", [a, "b"]]\n'.replace('"b"', 'b')],
    ['a map that merges', 'X: &x { a: 1 }\nResources:\n  A:\n    <<: *x\n    Type: T\n', insert('Resources.A.b', 2), 'X: &x { a: 1 }\nResources:\n  A:\n    <<: *x\n    Type: T\n    b: 2\n'],
    ['an anchor that nobody uses', 'Resources:\n  A: &a\n    Type: T\n', insert('Resources.A.b', 2), 'Resources:\n  A: &a\n    Type: T\n    b: 2\n'],
    ['behind a tab', 'Resources:\n  A:\tT\n', insert('Resources.B', 1), 'Resources:\n  A:\tT\n  B: 1\n'],
    ['into a list with tabs', 'Resources:\n  L:\n    -\ta\n', append('Resources.L', 'b'), 'Resources:\n  L:\n    -\ta\n    - b\n'],
    ['into a list whose last item is empty', 'Resources:\n  L:\n    - a\n    - # none\n  M: 1\n', append('Resources.L', 'b'), 'Resources:\n  L:\n    - a\n    - # none\n    - b\n  M: 1\n'],
    ['below a tag of YAML', 'Resources:\n  A: !!map\n    x: 1\n', insert('Resources.A.y', 2), 'Resources:\n  A: !!map\n    x: 1\n    y: 2\n'],
    ['into brackets that begin a line', 'Resources:\n  A:\n    {x: 1,\n    y: 2}\n  B: 1\n', insert('Resources.A.z', 3), 'Resources:\n  A:\n    {x: 1,\n    y: 2, z: 3}\n  B: 1\n'],
    ['into a JSON object of several lines within YAML', 'Resources: {\n  "A": {\n    "x": 1\n  }\n}\nY: 1\n', insert('Resources.A.y', 2), 'Resources: {\n  "A": {\n    "x": 1,\n    "y": 2\n  }\n}\nY: 1\n'],
    ['beside a loop', 'Resources:\n  Fn::ForEach::X:\n    - a\n    - [b]\n    - "R${a}": {Type: T}\n', insert('Resources.B', 1), 'Resources:\n  Fn::ForEach::X:\n    - a\n    - [b]\n    - "R${a}": {Type: T}\n  B: 1\n'],
    ['behind a block with an indent of its own', 'Resources:\n  A: |2\n      x\n    y\n\n', insert('Resources.B', 1), 'Resources:\n  A: |2\n      x\n    y\n  B: 1\n\n'],
    ['lines that end as those of old Macs', 'Resources:\r  A:\r    Type: T\r', insert('Resources.B', { x: 1 }), 'Resources:\r  A:\r    Type: T\r  B:\r    x: 1\r'],
    ['a branch that is named', 'Resources:\n  A: !If [C, {a: 1}, {b: 2}]\n', insert('Resources.A.Fn::If.1.z', 1), 'Resources:\n  A: !If [C, {a: 1, z: 1}, {b: 2}]\n'],
    ['behind # that begin no comment', 'Resources:\n  A:\n    x: "a # b" # c\n    y: http://x#y # z\n', insert('Resources.A.z', 'b # c'), 'Resources:\n  A:\n    x: "a # b" # c\n    y: http://x#y # z\n    z: "b # c"\n'],
    ['a section in a template with quotes', '"Resources":\n  "A":\n    "Type": "T"\n', set('Outputs.O.Value', { Ref: 'A' }), '"Resources":\n  "A":\n    "Type": "T"\n"Outputs":\n  O:\n    Value: !Ref A\n'],
    ['a text that looks like something else', BUCKET, insert('Resources.A.X', ['yes', '1', 'a: b', ' x', '', '# c', 'a\nb', 'it\'s', '*', 'null', '-']),
      `${BUCKET}    X:\n${["'yes'", "'1'", "'a: b'", "' x'", "''", "'# c'", '"a\\nb"', "'it''s'", "'*'", "'null'", "'-'"].map((text) => `      - ${text}\n`).join('')}`],
    ['JSON', '{\n    "Resources": {\n        "A": {}\n    }\n}\n', set('Resources.A.Properties.X', [1]), '{\n    "Resources": {\n        "A": {\n            "Properties": {\n                "X": [\n                    1\n                ]\n            }\n        }\n    }\n}\n'],
    ['JSON with tabs and CRLF', crlf('{\n\t"Resources": {\n\t\t"A": {"Type" : "T"}\n\t}\n}'), insert('Resources.B', { Type: 'T' }), crlf('{\n\t"Resources": {\n\t\t"A": {"Type" : "T"},\n\t\t"B": {\n\t\t\t"Type": "T"\n\t\t}\n\t}\n}')],
    ['JSON on one line', '{"Resources":{"A":{"Type":"T"}}}', insert('Resources.A.L', [1, { a: 2 }]), '{"Resources":{"A":{"Type":"T","L":[1,{"a":2}]}}}'],
    ['JSON with a list', '{ "Resources": { "A": [1, 2] } }', append('Resources.A', { Ref: 'x' }), '{ "Resources": { "A": [1, 2, {"Ref": "x"}] } }'],
  ])('%s', (_, before, operation, after) => {
    expect(patch(before, operation)).toBe(after);
    expect(patch(after, operation)).toBe(after);
  });
});

describe('what is replaced gives its place, and nothing else, to what comes', () => {
  test.each<[string, string, PatchOperation, string]>([
    ['a text', 'Resources:\n  A: a   # c\n', set('Resources.A', 'b'), 'Resources:\n  A: b   # c\n'],
    ['a text in quotes', 'Resources:\n  A: "a"\n', set('Resources.A', 'b'), 'Resources:\n  A: "b"\n'],
    ['a text with a map', 'Resources:\n  A: a # c\n  B: b\n', set('Resources.A', { c: 1 }), 'Resources:\n  A: # c\n    c: 1\n  B: b\n'],
    ['a map with a text', 'Resources:\n  A:\n    c: 1\n    d: 2 # d\n  B: b\n', set('Resources.A', 'a'), 'Resources:\n  A: a # d\n  B: b\n'],
    ['a short form', 'Resources:\n  A: !Ref b # c\n', set('Resources.A', { Ref: 'c' }), 'Resources:\n  A: !Ref c # c\n'],
    ['the branches of a choice with none', 'Resources:\n  A:\n    Fn::If: [C, a, b]\n', set('Resources.A.Fn::If', []), 'Resources:\n  A:\n    Fn::If: []\n'],
    ['an item', 'Resources:\n  A:\n    - a\n    - b\n', set('Resources.A.0', { x: 1, y: 2 }), 'Resources:\n  A:\n    - x: 1\n      y: 2\n    - b\n'],
    ['an item that is a map', 'Resources:\n  A:\n    - a: 1\n      b: 2\n    - b\n', set('Resources.A.0', 'c'), 'Resources:\n  A:\n    - c\n    - b\n'],
    ['a block of text', 'Resources:\n  A: |\n    a\n    b\n\n  B: b\n', set('Resources.A', 'c'), 'Resources:\n  A: c\n\n  B: b\n'],
    ['in brackets', 'Resources: { A: a, B: [b] }\n', set('Resources.B', { c: 1 }), 'Resources: { A: a, B: { c: 1 } }\n'],
    ['in JSON', '{\n  "Resources": {\n    "A": [\n      1\n    ],\n    "B": 2\n  }\n}', set('Resources.A', { x: 1 }), '{\n  "Resources": {\n    "A": {\n      "x": 1\n    },\n    "B": 2\n  }\n}'],
  ])('%s', (_, before, operation, after) => {
    expect(patch(before, operation)).toBe(after);
    expect(patch(after, operation)).toBe(after);
  });
});

describe('what cannot be changed safely is refused, with its line', () => {
  test.each<[string, string, PatchOperation, string]>([
    ['an anchor that is used elsewhere', 'Resources:\n  A: &a\n    Type: T\n  B: *a\n', insert('Resources.A.x', 1), 'refused in line 2: aliases repeat what the anchor &a marks'],
    ['an alias', 'Resources:\n  A: &a\n    Type: T\n  B: *a\n', insert('Resources.B.x', 1), 'refused in line 4: an alias stands here, *a: what it stands for is written elsewhere'],
    ['a merge that brings the key', 'X: &x { P: 1 }\nResources:\n  A:\n    <<: *x\n    Type: T\n', set('Resources.A.P', 2), 'refused in line 4: << brings P'],
    ['a merge of merges', 'X: &x { P: 1 }\nY: &y { <<: *x }\nResources:\n  A:\n    <<: [*y]\n    Type: T\n', set('Resources.A.P', 2), 'refused in line 5: << brings P'],
    ['a key that stands twice', 'Resources:\n  A:\n    P: 1\n    P: 2\n', set('Resources.A.P', 3), 'refused in line 4: the key P stands twice'],
    ['a key that stands twice in JSON', '{"Resources": {"A": {"P": 1,\n"P": 2}}}', set('Resources.A.P', 3), 'refused in line 2: the key P stands twice'],
    ['an Fn::If', 'Resources:\n  A: !If [C, {a: 1}, {a: 2}]\n', set('Resources.A.b', 1), 'refused in line 2: !If decides this value'],
    ['an Fn::If, written out', 'Resources:\n  A:\n    Fn::If: [C, {a: 1}, {a: 2}]\n', set('Resources.A.b', 1), 'refused in line 3: Fn::If decides this value'],
    ['an Fn::If in JSON', '{"Resources": {"A": {"Fn::If": ["C", {}, {}]}}}', set('Resources.A.b', 1), 'refused in line 1: Fn::If decides this value'],
    ['a macro', 'Resources:\n  A:\n    Fn::Transform: { Name: AWS::Include }\n    Type: T\n', set('Resources.A.b', 1), 'refused in line 3: Fn::Transform writes keys of this map'],
    ['a short form of a text', 'Resources:\n  A: !Ref b\n', set('Resources.A.Ref', 'c'), 'refused in line 2: !Ref decides this value'],
    ['a key in a short form of a text', 'Resources:\n  A: !Ref b\n', set('Resources.A.New', 'c'), 'refused in line 2: !Ref decides this value'],
    ['what a short form stands before', 'Resources:\n  A: !Join [a, b]\n', set('Resources.A.Fn::Join', 'c'), 'refused in line 2: !Join is replaced as a whole, or not at all'],
    ['a key that is there', BUCKET, insert('Resources.A.Type', 'X'), 'refused: Resources.A.Type is there already, with another value'],
    ['a value that is not a map', BUCKET, set('Resources.A.Type.x', 'X'), 'refused: Resources.A.Type.x leads through a value that is not a map'],
    ['a value that is not a list', BUCKET, append('Resources.A', 'X'), 'refused: Resources.A is not a list'],
    ['an item that is not there', 'Resources:\n  A: [a]\n', set('Resources.A.1', 'X'), 'refused: there is no item 1 in Resources.A.1'],
    ['a comment in what would go', 'Resources:\n  A:\n    # why\n    Type: T\n', set('Resources.A', 'X'), 'refused in line 2: a comment stands in the value that would be replaced'],
    ['a map without brackets in a list', 'Resources:\n  A: [b: 1]\n', set('Resources.A.0.c', 1), 'refused in line 2: an item of this list is a map without brackets of its own'],
    ['a list that ends with one', 'Resources:\n  A: [b: 1]\n', append('Resources.A', 1), 'refused in line 2: an item of this list is a map without brackets of its own'],
    ['a key without a colon', 'Resources:\n  A: {b}\n', set('Resources.A.b', 1), 'refused in line 2: the key has no colon'],
    ['an item that is empty', 'Resources:\n  L:\n    -\n', set('Resources.L.0', 1), 'refused in line 3: the item of the list is empty'],
    ['the whole', BUCKET, { path: [], op: 'set', value: {} }, 'refused: a template is not replaced as a whole'],
    ['keys with a question mark', 'Resources:\n  ? A\n  : Type: T\n', insert('Resources.B', 1), 'refused in line 2: the keys of this map are written with a question mark'],
  ])('%s', (_, before, operation, expected) => expect(patch(before, operation)).toBe(expected));

  test('where one operation is refused, none is applied', () => {
    const operations = [insert('Resources.A.DeletionPolicy', 'Retain'), insert('Resources.A.Type', 'X')];
    expect(patchTemplateText(BUCKET, operations)).toEqual({ kind: 'refused', operation: operations[1], reason: 'Resources.A.Type is there already, with another value' });
  });
});

test.each(['docs/bucket-watch-stack-set.yaml', 'docs/conformance-pack.yaml'])('every resource of %s gets attributes, a property and a neighbour, and no line of it changes', (file) => {
  const text = fs.readFileSync(path.join(__dirname, '../..', file), 'utf8');
  const ids = Object.keys((readTemplateText(text) as { Resources: object }).Resources);
  for (const id of ids) {
    const after = patch(text,
      set(`Resources.${id}.DeletionPolicy`, 'Retain'), set(`Resources.${id}.Properties.New`, { a: [{ 'Fn::GetAtt': ['B', 'Arn'] }] }), insert(`Resources.${id}New`, { Type: 'AWS::S3::Bucket' }));
    const [old, now] = [text, after].map((one) => one.split('\n'));
    let next = 0;
    old.forEach((line) => {
      next = now.indexOf(line, next) + 1;
      expect(next).toBeGreaterThan(0);
    });
    expect(now.length).toBeGreaterThanOrEqual(old.length + 5);
  }
  expect(ids.length).toBeGreaterThan(0);
});

const scalar = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('yes', '1', '0x1', '1e3', '~', 'a: b', 'a #b', '${A}', 'x, y', '2012-10-17', 's3:*', 'multi\nline\n', '\ttab', '"', "'", '- a', '<<', '!Ref a', '&a', '*', 'é🙂'), fc.boolean(), fc.integer(), fc.constant(null));
const key = fc.oneof(fc.constantFrom('Type', 'Properties', 'a', 'b', 'c', 'yes', 'a b', 'aws:x', "it's"), fc.string({ minLength: 1, maxLength: 5 }).filter((one) => !/^(?:<<|__proto__|Ref|Condition|Fn::.*)$/.test(one)));
const value = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof({ maxDepth: 4, withCrossShrink: true }, scalar, fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
    fc.constantFrom<Json>({ Ref: 'A' }, { 'Fn::GetAtt': ['A', 'Arn'] }, { 'Fn::Sub': '${A}-x' }, { 'Fn::If': ['C', 'a', { Ref: 'B' }] }, { 'Fn::Join': ['', ['a', { 'Fn::Base64': { Ref: 'x' } }]] })),
})).value;

/** Writes a value in a style of its own everywhere, as a tape of numbers decides. */
class Writer {
  private next = 0;

  constructor(private readonly tape: readonly number[], private readonly lineBreak: string) {}

  document(template: JsonObject): string {
    return `${this.pick('', '# head', '---')}`.concat(this.lineBreak).replace(/^[\r\n]+/, '') + this.map(template, '', false) + this.pick('', this.lineBreak, `${this.lineBreak}# end`, `${this.lineBreak}${this.lineBreak}`);
  }

  private pick<T>(...choices: T[]): T {
    this.next += 1;
    return choices[this.tape[this.next % this.tape.length] % choices.length];
  }

  private scalar(one: Json): string {
    return typeof one === 'string' ? this.text(one) : String(one);
  }

  private text(one: string): string {
    return /^[a-zA-Z:]+$/.test(one) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(one) && !one.endsWith(':') && !one.startsWith(':') ? this.pick(one, `'${one}'`, `"${one}"`)
      : /^[\x20-\x7e]*$/.test(one) ? this.pick(JSON.stringify(one), `'${one.replaceAll("'", "''")}'`) : JSON.stringify(one).replace(/[\x7f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  }

  private flow(one: Json): string {
    return typeof one !== 'object' || one === null ? this.scalar(one)
      : Array.isArray(one) ? `[${one.map((item: Json) => this.flow(item)).join(this.pick(', ', ','))}]`
        : `{${this.pick('', ' ')}${Object.entries(one).map(([name, item]) => `${this.text(name)}: ${this.flow(item as Json)}`).join(this.pick(', ', ` ,${this.lineBreak}        `))}${this.pick('', ' ')}}`;
  }

  private map(map: JsonObject, indent: string, isBehindDash: boolean): string {
    return Object.entries(map).map(([name, item], i) => `${i === 0 && isBehindDash ? '' : this.before(indent) + indent}${this.text(name)}:${this.below(item, indent)}`).join(this.lineBreak);
  }

  private before(indent: string): string {
    return this.pick('', '', '', `${indent}# about${this.lineBreak}`, this.lineBreak);
  }

  private below(one: Json, indent: string): string {
    const comment = this.pick('', '', ' # said');
    if (typeof one !== 'object' || one === null || Object.keys(one).length === 0 || this.pick(false, false, true)) {
      return ` ${this.flow(one)}${comment}`;
    }
    if (Array.isArray(one)) {
      const deeper = indent + this.pick('', '  ', '    ');
      return `${comment}${this.lineBreak}${one.map((item: Json) => `${this.before(deeper)}${deeper}-${this.item(item, deeper)}`).join(this.lineBreak)}`;
    }
    return `${comment}${this.lineBreak}${this.map(one as JsonObject, indent + this.pick(' ', '  ', '    '), false)}`;
  }

  private item(one: Json, indent: string): string {
    return typeof one === 'object' && one !== null && !Array.isArray(one) && Object.keys(one).length > 0 && this.pick(true, false) ? ` ${this.map(one as JsonObject, `${indent}  `, true)}`
      : Array.isArray(one) ? ` ${this.flow(one)}` : this.below(one, indent);
  }
}

/** All places of a template, and keys that are not there. */
function placesIn(template: Json, here: (string | number)[] = []): (string | number)[][] {
  return typeof template !== 'object' || template === null ? [here] : [
    here, ...Object.entries(template).flatMap(([name, item]) => placesIn(item as Json, [...here, Array.isArray(template) ? Number(name) : name])), ...Array.isArray(template) ? [] : [[...here, 'New'], [...here, 'New', 'Below']],
  ];
}

const template = fc.dictionary(key, fc.record({ Type: fc.constant('AWS::S3::Bucket'), Properties: value }), { minKeys: 1, maxKeys: 3, noNullPrototype: true }).map((resources): JsonObject => ({ Resources: resources }));
const written = fc.tuple(template, fc.array(fc.nat(11), { minLength: 7, maxLength: 40 }), fc.constantFrom('\n', '\r\n')).map(([json, tape, lineBreak]) => ({ json, yaml: new Writer(tape, lineBreak).document(json), text: '', lineBreak }));
const asJson = fc.tuple(template, fc.constantFrom(undefined, 2, 4, '\t'), fc.constantFrom('\n', '\r\n')).map(([json, indent, lineBreak]) => ({ json, yaml: '', text: JSON.stringify(json, null, indent).replaceAll('\n', lineBreak), lineBreak }));
const operations = fc.array(fc.tuple(fc.nat(), fc.constantFrom<PatchOperation['op']>('set', 'insert', 'append'), value), { minLength: 1, maxLength: 3 });

/** What of the first text is not at the beginning or the end of the second. */
function goneFrom(before: string, after: string): string {
  let start = 0;
  while (start < Math.min(before.length, after.length) && before[start] === after[start]) {
    start += 1;
  }
  let end = 0;
  while (end < Math.min(before.length, after.length) - start && before[before.length - 1 - end] === after[after.length - 1 - end]) {
    end += 1;
  }
  return before.slice(start, before.length - end);
}

test('whatever the template, its style and the operations: what is read is what is meant, once more changes nothing, and nothing but the patch changes', () => {
  const count = { patched: 0, refused: 0 };
  fc.assert(fc.property(fc.oneof({ weight: 3, arbitrary: written }, asJson), operations, ({ json, yaml, text, lineBreak }, wanted) => {
    let [before, model]: [string, Json] = [yaml === '' ? text : yaml, json];
    expect(readTemplateText(before)).toEqual(json);
    for (const [number, op, wantedValue] of wanted) {
      // Where CloudFormation accepts a name, a number is one: it is not read as it was written.
      const places = placesIn(model).filter((steps) => steps.length > 1 && !steps.includes('Ref') && !steps.includes('Fn::GetAtt') && !(steps[steps.length - 2] === 'Fn::If' && steps[steps.length - 1] === 0));
      const operation: PatchOperation = { path: places[number % places.length], op, value: wantedValue };
      const patched = patchTemplateText(before, [operation]);
      if (patched.kind === 'refused') {
        count.refused += 1;
        continue;
      }
      count.patched += 1;
      const isAddition = op === 'append' || valueAt(model, operation.path) === undefined;
      model = applyOperation(model, operation);
      expect(readTemplateText(patched.text)).toEqual(model);
      expect(patchTemplateText(patched.text, [operation])).toEqual(patched);
      if (isAddition) {
        // Empty brackets, a null, and the comment that a comma is set before.
        expect(goneFrom(before, patched.text)).toMatch(/^\s*[{[]? *[}\]]?(?:n?u?l?l?)\s*(?:#.*)?$/);
      }
      expect(!before.includes(lineBreak) || lineBreak === '\n' || !/(?<!\r)\n/.test(patched.text)).toBe(true);
      before = patched.text;
    }
  }), { numRuns: Number(process.env.PATCH_RUNS ?? 1500) });
  expect(count.patched).toBeGreaterThan(count.refused);
});
