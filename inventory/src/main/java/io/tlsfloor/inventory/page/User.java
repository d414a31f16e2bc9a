package io.tlsfloor.inventory.page;

/**
 * Who asks.
 *
 * @param name for notes and for people
 * @param editor whether notes may be written; else only read
 * @param form what each form sends back, so that no other page can send it: bound to the session
 * @param leaves whether there is something to log out of
 */
public record User(String name, boolean editor, String form, boolean leaves) {}
