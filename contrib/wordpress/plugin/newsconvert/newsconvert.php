<?php
/**
 * Plugin Name:       newsconvert
 * Description:       Receives articles from newsconvert, each version once, and puts their JSON-LD in the head.
 * Version:           0.1.0
 * Requires at least: 6.0
 * Requires PHP:      7.4
 * Author:            The newsconvert maintainers
 * License:           GPL-2.0-or-later
 * License URI:       https://www.gnu.org/licenses/gpl-2.0.html
 *
 * Copyright (C) The newsconvert maintainers
 *
 * This program is free software; you can redistribute it and/or modify it under the terms of the GNU General Public
 * License as published by the Free Software Foundation; either version 2 of the License, or (at your option) any later
 * version. It is distributed without any warranty. The licence is in the file LICENSE beside this one.
 */

namespace Newsconvert;

defined( 'ABSPATH' ) || exit;

const PREFIX = '_newsconvert_';

/** What is kept of an article beside the post: name and type. */
const FACTS = array(
	'guid'      => 'string',
	'version'   => 'integer',
	'digest'    => 'string',
	'language'  => 'string',
	'byline'    => 'string',
	'dateline'  => 'string',
	'published' => 'string',
	'modified'  => 'string',
	'json_ld'   => 'string',
);

/** How long one request waits for another that stores the same article, in seconds. */
const PATIENCE = 15;

/** Most guids of one question. */
const MOST = 200;

/** Meta keys have an index, meta values have none: an article is found by a key that is made of its guid. */
function key_of( string $guid ): string {
	return PREFIX . md5( $guid );
}

function fact( int $post, string $name ): string {
	return (string) get_post_meta( $post, PREFIX . $name, true );
}

function posts_of( array $guids ): array {
	global $wpdb;
	if ( ! $guids ) {
		return array();
	}
	$keys  = array_combine( array_map( __NAMESPACE__ . '\key_of', $guids ), $guids );
	$marks = implode( ',', array_fill( 0, count( $keys ), '%s' ) );
	// phpcs:ignore WordPress.DB -- the marks are ours, and a cache would hide what another process has just stored.
	$rows  = $wpdb->get_results( $wpdb->prepare( "SELECT meta_key, post_id FROM $wpdb->postmeta WHERE meta_key IN ($marks) ORDER BY post_id DESC", array_keys( $keys ) ) );
	$found = array();
	foreach ( $rows as $row ) {
		$found[ $keys[ $row->meta_key ] ] = (int) $row->post_id;
	}
	return $found;
}

add_action(
	'init',
	function () {
		foreach ( FACTS as $name => $type ) {
			register_post_meta(
				'post',
				PREFIX . $name,
				array(
					'type'          => $type,
					'single'        => true,
					'show_in_rest'  => true,
					'auth_callback' => function ( $allowed, $key, $post ) {
						return current_user_can( 'edit_post', $post );
					},
				)
			);
		}
	}
);

/** Which of some articles are here, in which version. */
function known( \WP_REST_Request $request ): array {
	$found = array();
	foreach ( posts_of( $request['guids'] ) as $guid => $post ) {
		$found[] = array(
			'guid'    => (string) $guid,
			'id'      => $post,
			'status'  => get_post_status( $post ),
			'version' => (int) fact( $post, 'version' ),
			'digest'  => fact( $post, 'digest' ),
		);
	}
	return array( 'articles' => $found );
}

add_action(
	'rest_api_init',
	function () {
		register_rest_route(
			'newsconvert/v1',
			'/known',
			array(
				'methods'             => 'POST',
				'callback'            => __NAMESPACE__ . '\known',
				'permission_callback' => function () {
					return current_user_can( 'edit_others_posts' );
				},
				'args'                => array(
					'guids' => array(
						'required' => true,
						'type'     => 'array',
						'maxItems' => MOST,
						'items'    => array( 'type' => 'string' ),
					),
				),
			)
		);
	}
);

/** One article at a time is stored, all of it or nothing: a lock on its guid, and a transaction. */
final class Storing {
	private static $guid = null;

	/** Begin, unless a new post would be the second one of its guid. */
	public static function begin( $prepared, \WP_REST_Request $request ) {
		global $wpdb;
		$guid = $request['meta'][ PREFIX . 'guid' ] ?? '';
		if ( is_wp_error( $prepared ) || ! is_string( $guid ) || '' === $guid ) {
			return $prepared;
		}
		if ( '1' !== (string) $wpdb->get_var( $wpdb->prepare( 'SELECT GET_LOCK(%s, %d)', key_of( $guid ), PATIENCE ) ) ) {
			return new \WP_Error( 'newsconvert_busy', 'The article is being stored by another request.', array( 'status' => 503 ) );
		}
		self::$guid = $guid;
		$known      = posts_of( array( $guid ) )[ $guid ] ?? 0;
		if ( empty( $prepared->ID ) && $known ) {
			return new \WP_Error( 'newsconvert_exists', 'There is a post of this guid.', array( 'status' => 409, 'id' => $known ) );
		}
		$wpdb->query( 'START TRANSACTION' );
		// An archive must not call on every address that its texts name.
		remove_action( 'publish_post', '_publish_post_hook', 5 );
		return $prepared;
	}

	public static function finish( \WP_Post $post ): void {
		global $wpdb;
		if ( null !== self::$guid ) {
			update_post_meta( $post->ID, key_of( self::$guid ), '1' );
			$wpdb->query( 'COMMIT' );
			self::release();
		}
	}

	/** Whatever went wrong, nothing of it stays. */
	public static function leave( $response ) {
		global $wpdb;
		if ( null !== self::$guid ) {
			$wpdb->query( 'ROLLBACK' );
			self::release();
		}
		return $response;
	}

	private static function release(): void {
		global $wpdb;
		$wpdb->query( $wpdb->prepare( 'SELECT RELEASE_LOCK(%s)', key_of( self::$guid ) ) );
		self::$guid = null;
	}
}

add_filter( 'rest_pre_insert_post', array( Storing::class, 'begin' ), 10, 2 );
add_action( 'rest_after_insert_post', array( Storing::class, 'finish' ), 100 );
add_filter( 'rest_request_after_callbacks', array( Storing::class, 'leave' ), 100 );

/** The JSON-LD of an article, in the head of its page. No text in it can end the element. */
add_action(
	'wp_head',
	function () {
		$post = is_singular( 'post' ) ? get_queried_object_id() : 0;
		$data = $post && ! post_password_required( $post ) ? json_decode( fact( $post, 'json_ld' ), true ) : null;
		if ( ! is_array( $data ) ) {
			return;
		}
		$data['url']              = get_permalink( $post );
		$data['mainEntityOfPage'] = $data['url'];
		$flags = JSON_HEX_TAG | JSON_HEX_AMP | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES;
		echo '<script type="application/ld+json">' . wp_json_encode( $data, $flags ) . "</script>\n"; // phpcs:ignore WordPress.Security.EscapeOutput
	}
);

/** The text in its own language and direction, whatever the site's are. */
add_filter(
	'the_content',
	function ( $content ) {
		$language = get_the_ID() ? fact( get_the_ID(), 'language' ) : '';
		return '' === $language ? $content : '<div lang="' . esc_attr( $language ) . '" dir="auto">' . $content . '</div>';
	},
	100
);

/** The byline as it stands in the article, where its author has no account here. */
function byline( $name ) {
	$post   = is_admin() ? null : get_post();
	$byline = $post ? fact( $post->ID, 'byline' ) : '';
	return '' === $byline ? $name : esc_html( $byline );
}

add_filter( 'the_author', __NAMESPACE__ . '\byline' );
add_filter(
	'get_the_author_display_name',
	function ( $name, $user ) {
		$post = get_post();
		return $post && (int) $post->post_author === (int) $user ? byline( $name ) : $name;
	},
	10,
	2
);
