import Atomistics

extension ScreenedRepulsion {
  /// The repulsion of silicon, below the distances of nearly all training structures, of which the shortest is 1.83 Å.
  static let silicon = ScreenedRepulsion(charges: [14], inner: 1.4, outer: 2)
}
