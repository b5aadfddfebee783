//! The form of the settings is spread over pages: one form and one record, a few sections each.

use super::{Section, form};
use casebook_domain::content::Kind;

/// A page of the settings' form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingsPage {
    /// The school and its posts.
    School,
    /// Terms, periods, limits, keeping.
    Limits,
    /// The letters' templates.
    Letters,
    /// Locking, initials.
    Tablet,
    /// When a backup is due.
    Backups,
}

impl SettingsPage {
    /// Every page.
    pub const ALL: [Self; 5] = [Self::School, Self::Limits, Self::Letters, Self::Tablet, Self::Backups];

    /// Its sections, in order.
    pub fn sections(self) -> impl Iterator<Item = &'static Section> {
        form(Kind::Settings).sections.iter().filter(move |section| of(section) == self)
    }

    /// Whether the field with this key in a draft is on it.
    pub fn has(self, key: &str) -> bool {
        let name = key.split('.').next().unwrap_or_default();
        self.sections().any(|section| section.fields.iter().any(|field| field.name == name))
    }
}

fn of(section: &Section) -> SettingsPage {
    match section.fields.first().map_or("", |field| field.name) {
        "terms" | "periods" | "attendance_floor_tenths" | "keep_after_exit_months" => SettingsPage::Limits,
        "lock_minutes" => SettingsPage::Tablet,
        "backup_days" => SettingsPage::Backups,
        name if name.starts_with("template_") => SettingsPage::Letters,
        _ => SettingsPage::School,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_of_the_settings_is_on_one_page_and_no_page_is_empty() {
        let all = form(Kind::Settings).sections.len();
        assert_eq!(SettingsPage::ALL.iter().map(|page| page.sections().count()).sum::<usize>(), all);
        assert!(SettingsPage::ALL.iter().all(|page| page.sections().next().is_some()));
        assert!(SettingsPage::Limits.has("terms.0.name") && !SettingsPage::School.has("terms.0.name"));
        assert!(SettingsPage::Tablet.has("lock_minutes") && SettingsPage::School.has("mentor"));
    }
}
