const own = new WeakSet<object>();

/** Properties that a bucket of this library gives to `s3.Bucket`: a property injector of this library has nothing to add to them. */
export function ownProps<P extends object>(props: P): P {
  own.add(props);
  return props;
}

export function isOwnProps(props: object): boolean {
  return own.has(props);
}
