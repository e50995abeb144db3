import Foundation

extension Float {
  /// A share in per cent: 0.4953 is `49.5 %`.
  package var percent: String { String(format: "%.1f %%", Double(self) * 100) }
}
