import { all, COMPLIANT, Rule, unknownVerdict, Verdict, violated } from './rule';
import { prefixFix } from './services-allowed';
import { ProducerFacts, ServiceFacts } from '../facts/bucket-facts';
import { startOfKeys } from '../template/written-keys';

/**
 * Whatever the templates show to be written to the bucket lies under one of these folders, as far as it is known.
 *
 * The policy alone does not say so: constructs of CDK allow each destination that they are given.
 */
export function deliveredUnder(folders: readonly string[]): Rule {
  return {
    id: 'HardenedBucket-DeliveredUnderPrefixes',
    title: 'everything that is delivered lies under a prefix of the archive',
    why: 'Who reads an archive looks under its prefixes. What is delivered elsewhere is not found, and what its readers are granted does not cover it.',
    fix: 'give the producer a prefix of the archive, or the archive that of the producer',
    level: 'STRICT',
    severity: 'error',
    example: '',
    controls: {},
    check: ({ services, producers }) => {
      const writers = [...services.filter(({ row }) => row.action === 's3:PutObject'), ...producers];
      const places = writers.map(placeOf);
      return all(writers.filter((writer, i) => places.indexOf(placeOf(writer)) === i).map((writer) => verdictOn(writer, folders)));
    },
  };
}

function placeOf({ address: { logicalId }, path }: ServiceFacts | ProducerFacts): string {
  return `${logicalId}.${path.replace(/[^A-Za-z0-9.]/g, '')}`;
}

function verdictOn(writer: ServiceFacts | ProducerFacts, folders: readonly string[]): Verdict {
  const { row, keys, deployed, constructPath, address: { logicalId } } = writer;
  if (keys.some((pattern) => mayLieUnder(startOfKeys(pattern), folders))) {
    return COMPLIANT;
  }
  if (!deployed.known) {
    return unknownVerdict(deployed.reason);
  }
  const prefix = startOfKeys(keys[0]).replace(/AWSLogs\/.*$/, '');
  return violated(
    placeOf(writer),
    `is where ${constructPath ?? logicalId} (${row.type}) ${'does' in row ? row.does : `writes ${row.writes}`} ${prefix === '' ? 'without a prefix' : `under ${prefix}`}, outside of the prefixes of the archive (${folders.join(', ')})`,
    'Properties',
    { fix: `${prefixFix(row, 'one of these prefixes')}, or add '${prefix}' to prefixes of BucketPurpose.logArchive` },
  );
}

/** Whether keys that begin so, and go on in a way that is not known, may lie under one of the folders. */
function mayLieUnder(start: string, folders: readonly string[]): boolean {
  // What AWS chooses at deployment may be any text.
  const [known] = start.split('⟦');
  return folders.some((folder) => start.startsWith(folder) || folder.startsWith(known) || (known !== start && known.startsWith(folder)));
}
