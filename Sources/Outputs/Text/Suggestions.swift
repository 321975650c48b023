import Diagnostics
import FEEL

/// What could have been written; a name of its own, for screens have texts called `help`.
func nearest(_ name: String, among candidates: some Collection<String>) -> String? {
  help(for: name, among: candidates)
}

/// FEEL's values, where another type is called `Value`.
typealias FEELValue = Value
