import { InputProblem } from '../../src/cli/input-problem';
import { readTemplateText } from '../../src/cli/read-template-text';
import { withinSeconds } from '../template/templates';

function read(text: string): unknown {
  return withinSeconds(20, () => readTemplateText(text));
}

function lines(...all: string[]): string {
  return all.join('\n');
}

describe('a plain scalar of YAML', () => {
  test.each<[text: string, value: unknown]>([
    ...['yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((text): [string, unknown] => [text, true]),
    ...['no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((text): [string, unknown] => [text, false]),
    ...['', '~', 'null', 'Null', 'NULL'].map((text): [string, unknown] => [text, null]),
    ...['y', 'n', 'yEs', 'tRUE', 'nULL', 'none'].map((text): [string, unknown] => [text, text]),
    ...['0', '7', '-7', '0.5', '1.2', '111122223333'].map((text): [string, unknown] => [text, Number(text)]),
    // A leading zero is octal for CloudFormation, and a floating-point number where that cannot be.
    ...([['012345670123', 1402433619], ['000000000000', 0], ['0644', 420], ['010', 8], ['00', 0], ['-010', -8], ['0_7', 7]] as [string, number][]),
    ...[['012345678901', '1.2345678901E10'], ['099999999999', '9.9999999999E10'], ['080000000000', '8.0E10'], ['08', '8.0'], ['0089', '89.0']] as [string, string][],
    // Timestamps, sexagesimals and what a number could not give back.
    ...['2012-10-17', '2010-09-09', '2001-12-14t21:59:43.10-05:00', '0o17', '0x1F', '22:22', '1_000', '1.10', '1e3', '+1', '-0', '.5',
      '12345678901234567890', '.inf', '.nan', 'Infinity', 'NaN', '=', 's3:GetObject', '10.0.0.0/8'].map((text): [string, unknown] => [text, text]),
    ['a # comment', 'a'],
    ['\'yes\'', 'yes'],
    ['"2012-10-17"', '2012-10-17'],
    ['"a\\u0041\\n"', 'aA\n'],
    ['!!str yes', 'yes'],
    ['!!bool "yes"', true],
    ['!!int "7"', 7],
    ['! yes', 'yes'],
    ['|\n  a\n  b\n', 'a\nb\n'],
    ['>-\n  a\n  b\n', 'a b'],
    ['|-\n  yes', 'yes'],
  ])('%j', (text, value) => {
    expect(read(`A: ${text}`)).toEqual({ A: value });
    if (!text.includes('\n') && !text.includes('#')) {
      expect(read(`[0, ${text === '' ? '~' : text}]`)).toEqual([0, value]);
    }
  });
});

describe('the short form', () => {
  test.each<[text: string, value: unknown]>([
    ['!Ref Bucket', { Ref: 'Bucket' }],
    ['!Ref AWS::Region', { Ref: 'AWS::Region' }],
    ['!Ref 7', { Ref: '7' }],
    ['!Condition IsProd', { Condition: 'IsProd' }],
    ['!GetAtt Bucket.Arn', { 'Fn::GetAtt': ['Bucket', 'Arn'] }],
    ['!GetAtt Nested.Outputs.Arn', { 'Fn::GetAtt': ['Nested', 'Outputs.Arn'] }],
    ['!GetAtt [Bucket, Arn]', { 'Fn::GetAtt': ['Bucket', 'Arn'] }],
    ['!GetAtt Bucket', { 'Fn::GetAtt': 'Bucket' }],
    ['!Sub "${Bucket.Arn}/*"', { 'Fn::Sub': '${Bucket.Arn}/*' }],
    ['!Sub ["${A}", {A: !Ref B}]', { 'Fn::Sub': ['${A}', { A: { Ref: 'B' } }] }],
    ['!Sub |\n  arn:${A}\n', { 'Fn::Sub': 'arn:${A}\n' }],
    ['!Join ["", [a, !Ref B, !GetAtt C.D]]', { 'Fn::Join': ['', ['a', { Ref: 'B' }, { 'Fn::GetAtt': ['C', 'D'] }]] }],
    ['!Select [0, !Split [",", !ImportValue x]]', { 'Fn::Select': [0, { 'Fn::Split': [',', { 'Fn::ImportValue': 'x' }] }] }],
    ['!If [C, yes, !Ref AWS::NoValue]', { 'Fn::If': ['C', true, { Ref: 'AWS::NoValue' }] }],
    ['!FindInMap [M, !Ref A, B]', { 'Fn::FindInMap': ['M', { Ref: 'A' }, 'B'] }],
    ['!Base64 text', { 'Fn::Base64': 'text' }],
    ['!Cidr [!Ref A, 1, 8]', { 'Fn::Cidr': [{ Ref: 'A' }, 1, 8] }],
    ['!GetAZs', { 'Fn::GetAZs': '' }],
    ['!GetAZs ""', { 'Fn::GetAZs': '' }],
    ['!GetAZs\n  Ref: AWS::Region', { 'Fn::GetAZs': { Ref: 'AWS::Region' } }],
    ['!And [!Equals [a, b], !Not [!Condition C], !Or [!Condition D, !Condition E]]',
      { 'Fn::And': [{ 'Fn::Equals': ['a', 'b'] }, { 'Fn::Not': [{ Condition: 'C' }] }, { 'Fn::Or': [{ Condition: 'D' }, { Condition: 'E' }] }] }],
    ['!Transform {Name: AWS::Include, Parameters: {Location: !Sub x}}', { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: { 'Fn::Sub': 'x' } } } }],
    ['!Length [1, 2]', { 'Fn::Length': [1, 2] }],
    ['!ToJsonString {a: 1}', { 'Fn::ToJsonString': { a: 1 } }],
    ['!GetStackOutput {StackName: s, OutputName: o}', { 'Fn::GetStackOutput': { StackName: 's', OutputName: 'o' } }],
    ['!Anything\n  - !Else {a: yes}', { 'Fn::Anything': [{ 'Fn::Else': { a: true } }] }],
  ])('%j', (text, value) => {
    expect(read(`A: ${text}`)).toEqual({ A: value });
  });
});

describe('the structure of YAML', () => {
  test.each<[law: string, text: string, value: unknown]>([
    ['keys stay as they are written', lines('on: 1', 'No: 2', '012: 3', '2012-10-17: 4', '"": 5', 'null: 6'), { 'on': 1, 'No': 2, '012': 3, '2012-10-17': 4, '': 5, 'null': 6 }],
    ['a key that JavaScript objects have', '__proto__: {a: 1}\nconstructor: 2', JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}')],
    ['a document that is marked', '%YAML 1.1\n---\na: 1\n...\n', { a: 1 }],
    ['a later version of YAML', '%YAML 1.2\n---\na: yes\n', { a: true }],
    ['a byte order mark', '\uFEFFa: 1', { a: 1 }],
    ['line ends of Windows', 'a:\r\n  b: |\r\n    x\r\n', { a: { b: 'x\n' } }],
    ['anchors', 'a: &x {b: yes}\nc: *x\nd: [*x]', { a: { b: true }, c: { b: true }, d: [{ b: true }] }],
    ['an anchor that is set again', 'a: &x 1\nb: *x\nc: &x 2\nd: *x', { a: 1, b: 1, c: 2, d: 2 }],
    ['an alias as a key', 'a: &x k\n*x : 1', { a: 'k', k: 1 }],
    ['an anchor on a short form', 'a: &x !Ref B\nb: *x', { a: { Ref: 'B' }, b: { Ref: 'B' } }],
    ['a merge does not override', 'a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3', { a: { b: 1, c: 2 }, d: { c: 3, b: 1 } }],
    ['the first of merged maps counts', 'a: &x {b: 1}\nc: &y {b: 2, d: 4}\ne: {<<: [*x, *y]}', { a: { b: 1 }, c: { b: 2, d: 4 }, e: { b: 1, d: 4 } }],
    ['a quoted << is a key', '"<<": 1', { '<<': 1 }],
    ['comments and empty lines', '# a\n\na: 1 # b\n\n', { a: 1 }],
    ['JSON behind a comment', '# a\n{"a": true}', { a: true }],
    ['a list', '- a', ['a']],
    ['one text', 'text', 'text'],
  ])('%s', (_, text, value) => {
    expect(JSON.stringify(read(text))).toBe(JSON.stringify(value));
  });

  test('as deep as is read', () => {
    expect(() => read(`${'['.repeat(200)}${']'.repeat(200)}`)).not.toThrow();
  });
});

/** What PyYAML and SnakeYAML take, and stricter readers refuse. */
describe('YAML as CloudFormation accepts it', () => {
  test.each<[law: string, text: string, value: unknown]>([
    ['a list in brackets that closes at the column of its key', 'a:\n  b: [\n    1,\n    2\n  ]\nc: 3', { a: { b: [1, 2] }, c: 3 }],
    ['a list in brackets that closes at the first column', 'a: [\n  1\n]\nc: 3', { a: [1], c: 3 }],
    ['a map in braces that closes at the first column', 'a: {\n  b: 1\n}\nc: 3', { a: { b: 1 }, c: 3 }],
    ['a map in braces that goes on at the first column', 'a: {\nb: 1,\nc: 2\n}\nd: 3', { a: { b: 1, c: 2 }, d: 3 }],
    ['a list in brackets further left than its key', 'a:\n  b:\n    c: [\n x,\n z\n ]', { a: { b: { c: ['x', 'z'] } } }],
    ['a list in brackets that closes at the dash', 'a:\n- b: [\n  1\n]\n- c', { a: [{ b: [1] }, 'c'] }],
    ['a short form whose list closes at the column of the key', 'a:\n  b: !Join [\n    "",\n    [x]\n  ]', { a: { b: { 'Fn::Join': ['', ['x']] } } }],
    ['a short form whose list closes further left', 'a:\n  b: !Sub [\n    x\n]\nc: 1', { a: { b: { 'Fn::Sub': ['x'] } }, c: 1 }],
    ['a text in double quotes at the column of its key', 'a:\n  b: "x\n  y"\nc: 1', { a: { b: 'x y' }, c: 1 }],
    ['a text in double quotes at the first column', 'a:\n  b: "x\ny"\nc: 1', { a: { b: 'x y' }, c: 1 }],
    ['a text in double quotes that ends its lines itself', 'a:\n  b: "x\\\n\\ny"\nc: 1', { a: { b: 'x\ny' }, c: 1 }],
    ['a text in single quotes at the first column', 'a:\n  b: \'x\ny\'\nc: 1', { a: { b: 'x y' }, c: 1 }],
    ['a quote that closes at the first column', 'a:\n  b: \'x\n\'\nc: 1', { a: { b: 'x ' }, c: 1 }],
    ['a comment right behind a single quote', 'a: \'x\'# c\nb: 1', { a: 'x', b: 1 }],
    ['a comment right behind a double quote', 'a: "x"#c\nb: 1', { a: 'x', b: 1 }],
    ['a comment right behind a bracket', 'a: [x]# c\nb: 1', { a: ['x'], b: 1 }],
    ['comments right behind quotes in brackets', 'a: [\'x\',# c\n \'z\'# d\n ]\nb: 1', { a: ['x', 'z'], b: 1 }],
    ['an empty section', 'Parameters:\nMappings:\n  # none\nResources: {}', { Parameters: null, Mappings: null, Resources: {} }],
    ['numbers as names', '111122223333: {080: x}\n1.5: y\n-1: z', { '111122223333': { '080': 'x' }, '1.5': 'y', '-1': 'z' }],
    ['numbers where a name stands', 'a: {Ref: 1}\nb: {Condition: 2}\nc: !GetAtt [3, Arn]\nd: {Fn::GetAtt: [4, Arn]}\ne: !If [5, 6, 7]\nCondition: 8',
      { a: { Ref: '1' }, b: { Condition: '2' }, c: { 'Fn::GetAtt': ['3', 'Arn'] }, d: { 'Fn::GetAtt': ['4', 'Arn'] }, e: { 'Fn::If': ['5', 6, 7] }, Condition: '8' }],
    ['a list at the column of its key', 'a:\n- x\n- z\nb: 1', { a: ['x', 'z'], b: 1 }],
    ['a short form before a list at the column of its key', 'a: !If\n- x\n- z\nb: 1', { a: { 'Fn::If': ['x', 'z'] }, b: 1 }],
    ['a map with one key in brackets', 'a: [b: 1, c]', { a: [{ b: 1 }, 'c'] }],
    ['keys without values in braces', 'a: {b, c: 1}', { a: { b: null, c: 1 } }],
    ['a key that is marked', '? a\n: 1', { a: 1 }],
    ['tabs that separate', 'a:\t1\nb: 2\t# c', { a: 1, b: 2 }],
    ['old line ends', 'a: 1\rb: 2\r', { a: 1, b: 2 }],
    ['a second document that is empty', 'a: 1\n---\n', { a: 1 }],
    ['an anchor before a map on lines of its own', 'a: &x\n  b: 1\nc: *x', { a: { b: 1 }, c: { b: 1 } }],
    ['an anchor on a text on a line of its own', 'a:\n  &x b\nc: *x', { a: 'b', c: 'b' }],
    ['a short form on a line of its own', 'a:\n  !Sub x', { a: { 'Fn::Sub': 'x' } }],
    ['an alias on a line of its own', 'a: &x {b: 1}\nc:\n  *x', { a: { b: 1 }, c: { b: 1 } }],
    ['an anchor of nothing', 'a: &x\nb: *x', { a: null, b: null }],
    ['a key that is marked as a text', '!!str yes: 1', { yes: 1 }],
  ])('%s', (_, text, value) => {
    expect(read(text)).toEqual(value);
  });

  test.each<[law: string, text: string, value: unknown, told: string[]]>([
    ['YAML', 'a: 1\nb: 2\na: 3', { a: 3, b: 2 }, ['a in line 3']],
    ['YAML, three times', 'a: 1\na: 2\na: 3', { a: 3 }, ['a in line 2', 'a in line 3']],
    ['YAML further down', 'x:\n  - y\n  - a: 1\n    "a": {c: 1}', { x: ['y', { a: { c: 1 } }] }, ['x.1.a in line 4']],
    ['YAML in a short form', 'x: !If [c, {a: 1, a: 2}, z]', { x: { 'Fn::If': ['c', { a: 2 }, 'z'] } }, ['x.Fn::If.1.a in line 1']],
    ['JSON', '{"a": 1,\n"a": 2}', { a: 2 }, ['a in line 2']],
    ['JSON further down', '{"x": [0, {"b": [1, {}], "a": 1,\n"a": {}}], "b": 1}', { x: [0, { a: {}, b: [1, {}] }], b: 1 }, ['x.1.a in line 2']],
  ])('of a key that stands twice the last counts, and someone is told: %s', (_, text, value, told) => {
    const heard: string[] = [];
    expect(readTemplateText(text, (path, line) => heard.push(`${path.join('.')} in line ${line()}`))).toEqual(value);
    expect(heard).toEqual(told);
  });
});

describe('JSON', () => {
  test.each<[text: string, value: unknown]>([
    [' \n{"a": [1, -0.5e+3, true, false, null, "\\u0041\\"\\\\"], "b": {}, "c": []} \n', { a: [1, -500, true, false, null, 'A"\\'], b: {}, c: [] }],
    ['\uFEFF{}', {}],
    ['{"a": {"a": 1}, "b": {"a": 2}}', { a: { a: 1 }, b: { a: 2 } }],
    ['{"a": "2012-10-17", "b": "yes"}', { a: '2012-10-17', b: 'yes' }],
  ])('%j', (text, value) => {
    expect(read(text)).toEqual(value);
  });

  test('as deep as is read', () => {
    expect(() => read(`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`)).not.toThrow();
  });
});

describe('fails, and says where', () => {
  test.each<[law: string, text: string, message: string]>([
    ['nothing', '', 'the file is empty'],
    ['only space', '\uFEFF \n\t', 'the file is empty'],
    ['something binary', 'a: \0', 'binary'],
    ['JSON that ends', '{"a":\n{"b": 1}', 'line 2: not valid JSON: , or } expected, but the text ends'],
    ['JSON with a comma too many', '{"a": 1,\n}', 'line 2: not valid JSON: a key expected, not }'],
    ['JSON with a comma too few', '{"a": 1\n"b": 2}', 'line 2: not valid JSON: , or } expected, not "b"'],
    ['JSON with a comma too many in a list', '{"a": [1,\n]}', 'line 2: not valid JSON: a value expected, not ]'],
    ['JSON with the wrong end', '{"a": [1}', 'line 1: not valid JSON: , or ] expected, not }'],
    ['JSON with a comment', '{\n// a\n}', 'line 2: not valid JSON: a key or } expected, not //'],
    ['JSON with single quotes', '{\'a\': 1}', 'line 1: not valid JSON: a key or } expected'],
    ['JSON with a bare key', '{a: 1}', 'line 1: not valid JSON: a key or } expected, not a'],
    ['JSON with a bare value', '{"a": yes}', 'line 1: not valid JSON: a value expected, not yes'],
    ['JSON with an octal', '{"a": 012}', 'line 1: not valid JSON: a value expected, not 012'],
    ['JSON without a colon', '{"a" 1}', 'line 1: not valid JSON: : expected, not 1'],
    ['JSON and more', '{}\n{}', 'line 2: not valid JSON: nothing more expected, not {'],
    ['JSON with a text that does not end', '{\n"a: 1}', 'line 2: not valid JSON: a text does not end'],
    ['JSON with a text over two lines', '{"a\nb": 1}', 'line 1: not valid JSON: a text contains a line break'],
    ['JSON with a wrong escape', '{"a": "\\x"}', 'not valid JSON'],
    ['JSON with a key that stands twice', '{"a": 1,\n"a": 2}', 'line 2: the key "a" stands twice'],
    ['JSON with a key that stands twice in other words', '{"a": 1,\n"\\u0061": 2}', 'line 2: the key'],
    ['JSON that is too deep', `{"a":\n${'['.repeat(200)}`, 'line 2: nested more than 200 levels deep'],
    ['YAML with a key that stands twice, where nobody is told', 'a: 1\nb: 2\na: 3', 'line 3: the key "a" stands twice'],
    ['YAML with a key that stands twice further down', 'x:\n  - a: 1\n    "a": 3', 'line 3: the key "a" stands twice'],
    ['YAML with a tab', 'a:\n\tb: 1', 'line 2: not valid YAML: a tab in the indentation'],
    ['YAML with a list that does not end', 'a:\n  b: [1, 2\nc: 3', 'line 3: not valid YAML: missed comma between flow collection entries; the [ in line 2 is open'],
    ['YAML with a text in quotes that does not end', 'a:\n  b: \'x\n  c: 1\n', 'line 2: not valid YAML: a text in quotes does not end'],
    ['YAML with a colon in a value', 'x: 1\na: b: c', 'line 2: not valid YAML: ": c" cannot stand here; a value that has a colon'],
    ['YAML with a value that begins with a reserved character', 'a: @x', 'line 1: not valid YAML: "@x" cannot stand here'],
    ['YAML with a value that begins with a star', 'a: *', 'line 1: not valid YAML: a value that begins with * needs quotes'],
    ['YAML with a character that no text has', 'a: 1\nb: x\u0007', 'line 2: not valid YAML: the stream contains non-printable characters'],
    ['YAML with an escape that there is not', 'a: 1\nb: "\\d"', 'line 2: not valid YAML: unknown escape sequence'],
    ['YAML with a text that does not end', 'a: "b\n', 'line 1: not valid YAML: a text in quotes does not end'],
    ['YAML in steps that do not fit', 'a:\n    b: 1\n  c: 2', 'line 3: not valid YAML'],
    ['YAML with two tags on one value', 'a: !Base64 !Sub x', 'line 1: not valid YAML'],
    ['several documents', 'a: 1\n---\nb: 2', 'line 2: the file holds more than one document'],
    ['a list as a key', '? [a]\n: 1', 'line 1: a key has to be a text'],
    ['a short form as a key', 'a: 1\n!Ref b: 1', 'line 2: a key has to be a text'],
    ['an alias without an anchor', 'a: 1\nb: *c', 'line 2: the alias *c has no anchor before it'],
    ['an alias inside of itself', 'a: &x\n  - *x', 'line 2: the alias *x stands inside of what it refers to'],
    ['a merge of something else', 'a: {<<: 1}', '<< merges maps'],
    ...['binary', 'timestamp', 'set', 'omap', 'pairs', 'merge'].map((tag): [string, string, string] => [`!!${tag}`, `a: !!${tag} x`, `line 1: CloudFormation does not take the tag !!${tag}`]),
    ['a tag from elsewhere', 'a: !<tag:example.com,2000:x> y', 'CloudFormation has no tag tag:example.com,2000:x'],
    ['YAML that is too deep', `a: ${'['.repeat(201)}${']'.repeat(201)}`, 'nested more than 200 levels deep'],
    ['YAML that is too deep by its steps', Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'), 'nested more than 200 levels deep'],
    ['short forms that are too deep', `a: ${'!Not ['.repeat(150)}${']'.repeat(150)}`, 'nested more than 200 levels deep'],
    ['aliases that are too deep', lines(`a: &a ${'['.repeat(150)}${']'.repeat(150)}`, `b: ${'['.repeat(100)}*a${']'.repeat(100)}`), 'line 2: nested more than 200 levels deep'],
    ['aliases that double', lines('a0: &a0 x', ...Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`)), 'more than 1000000 values'],
    ['merges that double', lines('a0: &a0 {k: x}', ...Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} {l${i}: *a${i}, <<: *a${i}}`)), 'more than 1000000 values'],
  ])('%s', (_, text, message) => {
    expect(() => read(text)).toThrow(InputProblem);
    expect(() => read(text)).toThrow(message);
  });
});

/** What someone could write to keep the command busy: an answer or an `InputProblem`, in time. */
describe('ends soon', () => {
  test.each<[law: string, text: string]>([
    ['a million open lists of YAML', '['.repeat(1_000_000)],
    ['a million open maps of YAML', '{a: '.repeat(1_000_000)],
    ['a million open lists of JSON', `{"a": ${'['.repeat(1_000_000)}`],
    ['many dashes', '- '.repeat(50_000)],
    ['many keys', Array.from({ length: 50_000 }, (_, i) => `k${i}: !Ref v`).join('\n')],
    ['many keys of JSON', JSON.stringify(Object.fromEntries(Array.from({ length: 300_000 }, (_, i) => [`k${i}`, i])))],
    ['many anchors and aliases', Array.from({ length: 20_000 }, (_, i) => `a${i}: &a${i} x\nb${i}: *a${i}`).join('\n')],
    ['a long text of JSON', JSON.stringify({ a: '\\"\n'.repeat(1_000_000) })],
    ['a long word that is not JSON', `{${'a'.repeat(5_000_000)}`],
    ['a long text of YAML', `a: "${'x\n '.repeat(1_000_000)}`],
    ['many errors', 'a: b: c\n'.repeat(20_000)],
    ['many documents', '---\na: 1\n'.repeat(20_000)],
    ['many directives', '%FOO\n'.repeat(20_000)],
    ['random characters', Array.from({ length: 100_000 }, (_, i) => String.fromCharCode(1 + (i * 7919) % 0x2fff)).join('')],
  ])('%s', (_, text) => {
    try {
      read(text);
    } catch (error) {
      expect(error).toBeInstanceOf(InputProblem);
    }
  });
});
