import * as fs from 'node:fs';
import * as path from 'node:path';

const ROOT = path.join(__dirname, '..', '..');
const { version } = JSON.parse(fs.readFileSync(path.join(ROOT, 'package.json'), 'utf8'));

test.each<[string, RegExp]>([
  ['CHANGELOG.md', /^## \[?(\d+\.\d+\.\d+)/m],
  ['examples/csharp/src/RecordsOffice/RecordsOffice.csproj', /Include="CdkHardenedBucket" Version="(.+?)"/],
  ['examples/go/go.mod', /cdk-hardened-bucket-go\/hardenedbucket v(\S+)/],
  ['examples/java/pom.xml', /<hardened-bucket\.version>(.+?)</],
  ['examples/typescript/README.md', /cdk-hardened-bucket@(\S+)\.jsii\.tgz/],
])('%s names the version of package.json', (file, pattern) => {
  expect(fs.readFileSync(path.join(ROOT, file), 'utf8').match(pattern)?.[1]).toBe(version);
});
