//! How a mentor likes the live screen.

/// What stands for those observed on the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Labels {
    /// The colour alone.
    Colour,
    /// The seat.
    #[default]
    Seat,
    /// The initials; twins share theirs.
    Initials,
}

/// How this tablet's live screen is set; names nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// The tablet is held in the left hand; the buttons are there.
    pub left: bool,
    /// The screen flashes at each moment.
    pub flash: bool,
    /// The tablet buzzes at each moment.
    pub vibration: bool,
    /// A soft tone sounds at each moment.
    pub tone: bool,
    /// The live screen is dark, whatever the rest is.
    pub dark: bool,
    /// The buttons show letters instead of words.
    pub letters: bool,
    /// What stands for those observed.
    pub labels: Labels,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            left: false,
            flash: true,
            vibration: false,
            tone: false,
            dark: false,
            letters: false,
            labels: Labels::default(),
        }
    }
}

impl Preferences {
    /// As words with spaces between them, to be kept on the device.
    pub fn code(self) -> String {
        let Self { left, flash, vibration, tone, dark, letters, labels } = self;
        let labels = match labels {
            Labels::Colour => "colour",
            Labels::Seat => "seat",
            Labels::Initials => "initials",
        };
        let mut words = vec![labels];
        for (on, word) in [
            (left, "left"),
            (!flash, "no-flash"),
            (vibration, "vibration"),
            (tone, "tone"),
            (dark, "dark"),
            (letters, "letters"),
        ] {
            if on {
                words.push(word);
            }
        }
        words.join(" ")
    }

    /// Reads them; what is missing or unknown is as if it had never been chosen.
    pub fn from_code(code: &str) -> Self {
        let has = |word: &str| code.split(' ').any(|other| other == word);
        let labels = match () {
            () if has("colour") => Labels::Colour,
            () if has("initials") => Labels::Initials,
            () => Labels::Seat,
        };
        Self {
            left: has("left"),
            flash: !has("no-flash"),
            vibration: has("vibration"),
            tone: has("tone"),
            dark: has("dark"),
            letters: has("letters"),
            labels,
        }
    }
}
