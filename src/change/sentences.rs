//! The sentences of change requests in English; `templates/lang/change-ko.json` translates them.

/// Declares the sentences and the table of all of them: each once.
macro_rules! sentences {
    ($($name:ident $text:literal)*) => {
        $(pub(super) const $name: &str = $text;)*

        /// Every sentence.
        #[cfg(test)]
        pub(super) static ALL: &[&str] = &[$($name),*];
    };
}

sentences! {
    WRITES_HAND_OFF "The script writes this file beside the scripts."
    CLEANS_UP "The script takes this organisation's auth certificates and expired keys off, only with evidence of a passed test; keys of others stay."
    ADDS_TO_LIST "The script adds the application to the list; what is listed stays."
    OWN_CODE "The script has code of the organisation's own: only that code says what it looks for and what it sets."
    FINDS_OR_CREATES "The script looks for it by its key: it uses what is there and sets what differs, or creates it."
    OTHER_STEP "The new bundle has no script for this step and takes nothing back. The same property of the same object is looked after by another step, which says what becomes of it"
    NO_LONGER_LOOKS "The new script no longer looks after it and does not remove it: it stays as it is."
    NO_SCRIPT "The new bundle has no script for this step, and nothing removes what the old one made: it stays as it is."
    VALUE_STAYS "the new script no longer looks after it; the value stays as it is."
    ADDRESS_SPACE_STOPS "the new script stops (exit code 3) where the address space is there with the old value: no documented cmdlet changes one. Roll the step back with the old bundle first, or remove the address space by hand."
    ONLY_EMPTY_FILLED "only empty endpoints are filled; an endpoint that is set, also to the old value, stays."
    URL_GOOD_ALREADY "an object whose URL names the tenant by its id or its initial domain is good already and stays; any other of this tenant gets the new URL."
    OLD_HOST_GOOD "the host of the old endpoint is still one of the hosts of the config, so a connector that has it is good already and stays as it is."
    SETS_ENDPOINT "the script sets the new endpoint, unless the connector goes through the hybrid agent, which is left alone."
    SETS_VALUE "the script sets the new value."
    ADDS_MISSING "the script adds, where it is missing"
    DOES_NOT_SHORTEN "the script does NOT take off, since it never shortens a list"
    ORDER_ONLY "the order differs, which the scripts do not compare: nothing is written."
    NEW_FOLDER "The bundle is written to a folder of the new name. What the scripts wrote (handoff, evidence, state) stays in the old folder: move it, or Rollback finds no record."
    PREFLIGHT_COMPARES "The preflight compares the servers it finds with this list; nothing is written."
    FILE_NO_LONGER "The step no longer writes the file; the one it wrote stays."
    FILE_ELSEWHERE "The step also writes the public part of the certificate there; a file it wrote elsewhere stays."
    TEST_GONE "The bundle no longer has the test."
    TEST_USES "The test uses this mailbox; nothing is written to it."
    SHOWN_AND_REASON "Shown in the runbooks; setting overrides that are made from now on carry it as their reason, existing ones keep theirs."
    FOR_NEW_OBJECTS "Used only for an object that a script creates from now on; objects that are there keep their names."
    SHOWN_ONLY "Shown in the documents only."
    SEE_HELP "What it does is written in the script's help."
    GENERATE_AGAIN "Generate the bundle from the old config again."
    RUN_IN_NEW "For that, run in the new bundle"
    BEFORE_FIRST_APPLY "Rollback goes back to what was there before the first Apply, so it undoes what the old bundle did in this step too. To come back to the state of the old bundle, run its script with Apply afterwards."
    TAKE_AWAY_BETWEEN "To take away what is no longer wanted, if the old bundle made it, use the old bundle with its evidence before it is replaced, then the new one with Apply. Between the two, everything the old bundle made in this step is missing."
    TAKE_AWAY "To take away what is no longer wanted, if the old bundle made it, use the old bundle with its evidence before it is replaced."
    RUN_IN_OLD "Run in the old bundle"
    OLD_LISTS_NOTHING "The old bundle was written by a version that did not list objects and settings, so these cannot be compared. Compare the config it was written from, or generate it anew. Written by"
    NEW_LISTS_NOTHING "The new bundle was written by a version that did not list objects and settings, so these cannot be compared. Compare the config it was written from, or generate it anew. Written by"
    OLD_ALTERED "Files of the old bundle are not as its own lists say: they were changed, added, signed or lost after it was written, so its list of objects need not be what they do"
    NEW_ALTERED "Files of the new bundle are not as its own lists say: they were changed, added, signed or lost after it was written, so its list of objects need not be what they do"
    MANIFEST_ALONE "Of the approved bundle only the manifest is kept, so lines of scripts are not compared. `generate --check --approved` with the config compares them where the config still gives the approved bundle."
    APPROVAL_REFUSES "Scripts refuse to change anything, also by Rollback, unless the bundle they stand in is the approved one."
    APPROVAL_WARNS "Scripts only warn when the bundle they stand in is not the approved one."
    OTHER_TENANT "The two are for different tenants: the new scripts look for other objects, and nothing they do touches what the old ones made. Evidence and hand-off files of one must not be used with the other."
    OTHER_METHOD "The method changes. What the old method made stays where it is; Rollback of its steps needs the old bundle with its evidence, so keep it until nobody wants to go back."
}
