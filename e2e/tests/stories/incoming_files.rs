//! Ways in and out beside the ordinary one: a second tab, the demo, a casebook that the browser has thrown away.

use serde_json::{Value, json};

use super::mentor::Mentor;
use super::*;

/// Two tabs never write at once: the second says so, takes over at a tap with what the first was typing, and the first gives way.
pub fn a_second_tab_takes_over_only_when_told(engine: Engine) {
    let server = app();
    let mut mentor = Mentor::install(engine, "tabs", &server);
    mentor.first_run();
    mentor.add_pupil();
    mentor.session.click("Note");
    mentor.session.fill("Note", "Typed in the first tab");
    mentor.session.open_tab(&server.url());
    mentor.session.wait_until_ready();
    mentor.session.wait_for("Casebook is open in another tab");
    mentor.session.axe("elsewhere");
    mentor.session.shot("50-second-tab");
    mentor.session.click("Use here");
    mentor.unlock();
    mentor.session.show_tab(0);
    mentor.session.wait_for("Casebook is open in another tab");
    mentor.session.show_tab(1);
    mentor.uncover();
    mentor.open_pupil();
    mentor.session.click("Note");
    mentor.session.wait_for("What you typed before is back.");
    assert_eq!(mentor.session.value("Note"), "Typed in the first tab");
    mentor.save("Note");
    // And back again, with what the second tab saved.
    mentor.session.show_tab(0);
    mentor.uncover();
    mentor.session.click("Use here");
    mentor.unlock();
    mentor.open_pupil();
    mentor.session.wait_for("Typed in the first tab");
}

/// Twelve made-up pupils without any set-up, under a banner; leaving takes all of it away.
pub fn the_demo_leaves_nothing_behind(engine: Engine) {
    let mut server = app();
    let mut mentor = Mentor::install(engine, "demo", &server);
    server.stop();
    mentor.session.click("Try the demo");
    mentor.session.wait_for("These pupils are made up.");
    mentor.start_looking();
    mentor.look("51-demo-today");
    mentor.session.click("Casebook > Pupils");
    mentor.session.wait_for("12 pupils");
    mentor.look("52-demo-pupils");
    let names = mentor.session.run("return [...document.querySelectorAll('main ul.ruled a')].length", json!([]));
    assert_eq!(names, json!(12));
    mentor.session.mark_document();
    mentor.session.click("Leave the demo");
    mentor.session.wait_for_new_document();
    mentor.session.wait_until_ready();
    mentor.session.wait_for("Your casebook, kept");
    let left = mentor.session.run_async(
        "const all = await indexedDB.databases(); const left = [];
         for (const { name } of all) {
           const db = await new Promise((yes, no) => { const r = indexedDB.open(name); r.onsuccess = () => yes(r.result); r.onerror = () => no(r.error); });
           for (const store of db.objectStoreNames) {
             const n = await new Promise((yes, no) => { const r = db.transaction(store).objectStore(store).count(); r.onsuccess = () => yes(r.result); r.onerror = () => no(r.error); });
             // A casebook's own counter of who holds it is no data.
             if (n && store !== 'vault') left.push(`${name} ${store} ${n}`);
           }
           db.close();
         }
         return [left, all.map((one) => one.name).filter((name) => name.includes('demo')), { ...sessionStorage }, { ...localStorage }]",
        json!([]),
    );
    assert_eq!(left[0], json!([]), "rows are left");
    assert_eq!(left[1], json!([]), "the demo's database is left");
    assert_eq!(left[2], json!({}), "a mark is left");
    mentor.all_was_well();
}

/// Browsers do delete databases. Then the page says so before anything else, with the way to the backup.
pub fn a_vanished_casebook_is_said_loudly(engine: Engine) {
    let mut server = app();
    let mut mentor = Mentor::install(engine, "vanished", &server);
    server.stop();
    mentor.first_run();
    let deleted = mentor.session.run_async(
        "await new Promise((done) => setTimeout(done, 0));
         const names = (await indexedDB.databases()).map((one) => one.name);
         for (const name of names) await new Promise((yes) => { const r = indexedDB.deleteDatabase(name); r.onsuccess = yes; r.onerror = yes; });
         return names.length",
        json!([]),
    );
    assert_ne!(deleted, Value::from(0));
    // By a reload: the mark that a casebook stood here may take the browser some seconds to write down.
    mentor.session.reload();
    mentor.session.wait_until_ready();
    mentor.session.wait_for("The casebook on this tablet is gone.");
    assert!(mentor.session.can_click("Restore a backup"));
    mentor.start_looking();
    mentor.look("53-vanished");
    mentor.all_was_well();
}
