import Files
import Foundation

/// The course of the learning rate over a training, as a factor on the initial rate.
///
/// A schedule has no state, so a resumed training has the same rates.
public enum LearningRateSchedule: Codable, Sendable, Equatable {
  /// The factor is 1.
  case constant
  /// Multiplied by `factor` after every `epochs` epochs.
  case step(epochs: Int, factor: Float)
  /// Grows linearly from 0 over the first `warmUp` epochs, then falls to `floor` at the end.
  ///
  /// It falls along half a cosine (Loshchilov and Hutter, ICLR 2017).
  case cosine(warmUp: Float, floor: Float)
  /// Grows linearly from 0 over the first `warmUp` epochs, stays at 1, and falls linearly to 0 over the last fraction
  /// `decay` of the epochs.
  ///
  /// Before the decay begins, a training can be extended without loss (A. Hägele et al., NeurIPS 2024).
  case warmUpStableDecay(warmUp: Float, decay: Float)
  /// Multiplied by `factor` whenever the validation loss has reached no new minimum for `patience` epochs.
  case reduceOnPlateau(factor: Float, patience: Int)

  /// The factor at a point of the training.
  ///
  /// - Parameters:
  ///   - progress: the completed epochs, with the fraction of the current one.
  ///   - epochs: the total number of epochs.
  ///   - validationLosses: the validation losses of the completed epochs, or their training losses without validation.
  /// - Returns: the factor on the learning rate, at least 0.
  public func factor(at progress: Float, of epochs: Int, validationLosses: [Float]) -> Float {
    switch self {
    case .constant: return 1
    case .step(let every, let factor): return pow(factor, (progress / Float(max(every, 1))).rounded(.down))
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

extension LearningRateSchedule {
  /// Former names of cases that files may still use.
  private static let aliases = ["trapezoid": "warmUpStableDecay"]

  /// Reads an object with one key, the name of the case: `{"cosine": {"warmUp": 2, "floor": 0.01}}`.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: AnyKey.self)
    func invalid(_ reason: String) -> DecodingError {
      .dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: reason))
    }
    guard container.allKeys.count == 1, let key = container.allKeys.first else {
      throw invalid("a schedule is an object with one key, its name")
    }
    let values = try container.nestedContainer(keyedBy: AnyKey.self, forKey: key)
    func number(_ key: AnyKey) throws -> Float { try values.decode(Float.self, forKey: key) }
    func epochs(_ key: AnyKey) throws -> Int { try values.decode(Int.self, forKey: key) }
    switch Self.aliases[key.stringValue] ?? key.stringValue {
    case "constant": self = .constant
    case "step": self = .step(epochs: try epochs("epochs"), factor: try number("factor"))
    case "cosine": self = .cosine(warmUp: try number("warmUp"), floor: try number("floor"))
    case "warmUpStableDecay": self = .warmUpStableDecay(warmUp: try number("warmUp"), decay: try number("decay"))
    case "reduceOnPlateau": self = .reduceOnPlateau(factor: try number("factor"), patience: try epochs("patience"))
    case let name: throw invalid("there is no schedule \"\(name)\"")
    }
  }
}
