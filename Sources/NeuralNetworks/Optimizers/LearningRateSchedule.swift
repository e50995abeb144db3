import Foundation

/// How the learning rate changes over a training: a factor on the rate it starts with.
///
/// A schedule has no state; what it depends on is handed to it, so that a resumed training has the
/// same rates.
public enum LearningRateSchedule: Codable, Sendable, Equatable {
  /// The factor is 1.
  case constant
  /// Times `factor` after every `epochs` epochs.
  case step(epochs: Int, factor: Float)
  /// Grows linearly from 0 over the first `warmUp` epochs, then falls to `floor` at the end.
  ///
  /// It falls along half a cosine (Loshchilov and Hutter, ICLR 2017).
  case cosine(warmUp: Float, floor: Float)
  /// Grows linearly from 0 over the first `warmUp` epochs, stays, and falls linearly to 0 over the last share `decay`.
  ///
  /// Until it falls a training may be made longer, as if it had been meant so from the beginning (A. Hägele et al.,
  /// NeurIPS 2024).
  case warmUpStableDecay(warmUp: Float, decay: Float)
  /// Times `factor` whenever the validation loss has not fallen below its lowest for `patience`
  /// epochs.
  case reduceOnPlateau(factor: Float, patience: Int)

  /// The factor at a moment.
  ///
  /// - Parameters:
  ///   - progress: epochs done, with the fraction of the present one.
  ///   - epochs: epochs in all.
  ///   - validationLosses: the validation losses of the epochs done; the training losses where
  ///     there are none.
  /// - Returns: the factor on the learning rate, at least 0.
  public func factor(at progress: Float, of epochs: Int, validationLosses: [Float]) -> Float {
    switch self {
    case .constant: return 1
    case .step(let every, let factor):
      return pow(factor, (progress / Float(max(every, 1))).rounded(.down))
    case .cosine(let warmUp, let floor):
      if progress < warmUp { return progress / warmUp }
      let length = max(Float(epochs) - warmUp, .leastNormalMagnitude)
      let fraction = min((progress - warmUp) / length, 1)
      return floor + (1 - floor) * (1 + cos(.pi * fraction)) / 2
    case .warmUpStableDecay(let warmUp, let decay):
      let left = (Float(epochs) - progress) / max(decay * Float(epochs), .leastNormalMagnitude)
      return max(0, min(1, left, warmUp > 0 ? progress / warmUp : 1))
    case .reduceOnPlateau(let factor, let patience):
      var (lowest, waited, result) = (Float.infinity, 0, Float(1))
      for loss in validationLosses {
        if loss < lowest {
          (lowest, waited) = (loss, 0)
        } else {
          waited += 1
          if waited >= max(patience, 1) { (result, waited) = (result * factor, 0) }
        }
      }
      return result
    }
  }
}
