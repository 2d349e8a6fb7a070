import { Token } from 'aws-cdk-lib';
import { isPlainIpv6, KnownSources, MOST_VALUES, piecesOf, sourceTexts } from './known-sources';
import { logFilters } from './log-filters';
import { InputChecks } from '../input/input-checks';

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html */
const LONGEST_PATTERN = 1024;

/** Refuses sources that CloudWatch could not compare. */
export function checkKnownSources(checks: InputChecks, known: KnownSources): void {
  const { addresses = [], vpcEndpointIds = [] } = known;
  if (addresses.length + vpcEndpointIds.length === 0) {
    checks.refuse('knownSources has neither addresses nor VPC endpoints, so every request would be from an unknown source. Name the sources, or leave knownSources out');
    return;
  }
  addresses.forEach((address, index) => {
    if (!Token.isUnresolved(address) && !isPlainIpv6(address) && piecesOf(address) === undefined) {
      checks.refuse(`knownSources.addresses[${index}] is '${address}', which is neither an address nor an IPv4 block of /8 or longer. Use one such as 203.0.113.7, 203.0.113.0/24 or 2001:db8::7`);
    }
  });
  vpcEndpointIds.forEach((id, index) => {
    if (!Token.isUnresolved(id) && !/^vpce-[0-9a-f]{8,17}$/.test(id)) {
      checks.refuse(`knownSources.vpcEndpointIds[${index}] is '${id}'. Use the id of a VPC endpoint, such as vpce-0123456789abcdef0`);
    }
  });
  if (vpcEndpointIds.length > MOST_VALUES) {
    checks.refuse(`knownSources.vpcEndpointIds has ${vpcEndpointIds.length} ids, and CloudWatch compares ${MOST_VALUES} at most. Leave some out`);
  }
  checkLength(checks, known);
}

function checkLength(checks: InputChecks, { addresses = [], vpcEndpointIds = [] }: KnownSources): void {
  const inWords = (values: readonly string[], longest: string) => values.map((value, index) => Token.isUnresolved(value) ? `${longest}${index}` : value);
  const texts = sourceTexts({ addresses: inWords(addresses, '255.255.255.25'), vpcEndpointIds: inWords(vpcEndpointIds, 'vpce-0123456789abcdef') });
  const longest = Math.max(...logFilters('x'.repeat(LONGEST_BUCKET_NAME), texts).map(({ pattern }) => pattern.length));
  if (longest > LONGEST_PATTERN) {
    const pieces = texts.addresses.length + texts.beginnings.length;
    checks.refuse(`knownSources comes to ${pieces} pieces of addresses and ${vpcEndpointIds.length} endpoints, too many to compare: the filter pattern may have ${LONGEST_PATTERN} characters, and would have ${longest}. A block of /8, /16 or /24 is one piece, each bit more doubles them: use such blocks, or fewer sources`);
  }
}

const LONGEST_BUCKET_NAME = 63;
