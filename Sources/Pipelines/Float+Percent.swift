import Foundation

extension Float {
  /// A share as a person reads it: 0.4953 is `49.5 %`.
  package var percent: String { String(format: "%.1f %%", Double(self) * 100) }
}
