import { requestText } from '../../src/policy/request-text';
import { visible } from '../../src/policy/visible-text';

test('a request is printed in columns, its context key by key', () => {
  expect(requestText({
    principal: { AWS: 'arn:aws:iam::111122223333:role/app' },
    action: 's3:GetObject',
    resource: 'arn:aws:s3:::b/k',
    context: { 'aws:SourceIp': '203.0.113.7', 'aws:TagKeys': ['a', 'b'] },
  }).split('\n')).toEqual([
    '  principal: AWS arn:aws:iam::111122223333:role/app',
    '  action:    s3:GetObject',
    '  resource:  arn:aws:s3:::b/k',
    '  context:   aws:SourceIp = 203.0.113.7',
    '             aws:TagKeys = [a, b]',
  ]);
});

test('a request without context has no line for it', () => {
  expect(requestText({ principal: 'anonymous', action: 's3:ListBucket', resource: 'arn:aws:s3:::b', context: {} }).split('\n')).toHaveLength(3);
});

test('a value cannot start a line of its own', () => {
  expect(requestText({ principal: 'anonymous', action: 's3:GetObject', resource: 'arn:aws:s3:::b/\n  action: s3:*', context: {} }).split('\n')).toHaveLength(3);
});

test.each([
  ['an escape sequence', '\u001b[2J', '\\u{1b}[2J'],
  ['a line break', 'a\nb\r\u2028c', 'a\\u{a}b\\u{d}\\u{2028}c'],
  ['a mark that turns the direction', 'a\u202Eb', 'a\\u{202e}b'],
  ['a character of no width', 'a\u200Bb', 'a\\u{200b}b'],
  ['half a pair', '\uD800', '\\u{d800}'],
])('%s is spelled out', (_, text, spelled) => {
  expect(visible(text)).toBe(spelled);
});

test('what a reader sees stays as it is', () => {
  expect(visible('Größe of 資料 🪣 <b>')).toBe('Größe of 資料 🪣 <b>');
});
