import { AddressBlock } from '../facts/network/address-block';

/** A range of addresses of one family, both ends included. */
export interface AddressRange {
  readonly low: bigint;
  readonly high: bigint;
}

/** Ranges that do not overlap. */
export type AddressSpace = readonly AddressRange[];

export function without(space: AddressSpace, { low, high }: AddressRange): AddressSpace {
  return space.some((range) => range.low <= high && low <= range.high) ? space.flatMap((range) => range.high < low || high < range.low ? [range] : [
    ...range.low < low ? [{ low: range.low, high: low - 1n }] : [],
    ...high < range.high ? [{ low: high + 1n, high: range.high }] : [],
  ]) : space;
}

export function overlaps(space: AddressSpace, { low, high }: AddressRange): boolean {
  return space.some((range) => range.low <= high && low <= range.high);
}

/** Says whether two spaces have an address in common. */
export function intersect(one: AddressSpace, other: AddressSpace): boolean {
  return other.some((range) => overlaps(one, range));
}

export function withoutAll(space: AddressSpace, ranges: AddressSpace): AddressSpace {
  return ranges.reduce(without, space);
}

export function spaceOf(blocks: readonly AddressBlock[]): AddressSpace {
  return blocks.map(({ low, high }) => ({ low, high }));
}
